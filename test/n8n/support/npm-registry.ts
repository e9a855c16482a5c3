import { createHash } from 'node:crypto';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { runTool } from './run-tool';

/** A registry that knows one package: ours, as `npm pack` makes it. */
export interface PackageRegistry {
	/** A folder with an `npm` in it that asks this registry, whatever registry n8n names. It goes first on PATH. */
	readonly path: string;
	readonly name: string;
	readonly version: string;
	stop(): void;
}

/**
 * Publishes the packed tarball where n8n's own installer finds it. n8n's licence fixes the registry that it installs
 * from, so the npm that it calls is led here; everything else is n8n's own way.
 * @param repository the checkout to pack, built before
 * @param scratch a folder for the tarball and the npm
 */
export async function startPackageRegistry(repository: string, scratch: string): Promise<PackageRegistry> {
	const manifest = JSON.parse(readFileSync(path.join(repository, 'package.json'), 'utf8')) as {
		readonly name: string;
		readonly version: string;
	};
	const { name, version } = manifest;
	runTool('npm', ['pack', '--ignore-scripts', '--pack-destination', scratch], repository);
	const tarball = readFileSync(path.join(scratch, `${name}-${version}.tgz`));
	const server = createServer((request, response) => {
		const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
		if (request.url?.endsWith('.tgz')) response.end(tarball);
		else if (request.url !== `/${name}`) response.writeHead(404).end('{}');
		else {
			const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
			const dist = { integrity, tarball: `${url}/${name}-${version}.tgz` };
			response.end(
				JSON.stringify({
					name,
					'dist-tags': { latest: version },
					versions: { [version]: { ...manifest, dist } },
				}),
			);
		}
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const npm = runTool('sh', ['-c', 'command -v npm'], repository).trim();
	const shim = path.join(scratch, 'npm');
	writeFileSync(shim, shimFor(npm, (server.address() as AddressInfo).port));
	chmodSync(shim, 0o755);
	return {
		path: scratch,
		name,
		version,
		stop: () => server.close(),
	};
}

function shimFor(npm: string, port: number): string {
	return `#!/bin/sh
for argument do
	shift
	case $argument in --registry=*) argument=--registry=http://127.0.0.1:${String(port)} ;; esac
	set -- "$@" "$argument"
done
exec "${npm}" "$@"
`;
}
