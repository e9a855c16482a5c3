import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../../support/free-port';
import { inRepository, REPOSITORY } from '../../support/repository';
import { quietEnvironment, startProcess } from './n8n-process';
import { N8nSession } from './n8n-session';
import { startPackageRegistry } from './npm-registry';
import { runTool } from './run-tool';

/** Both ends of the supported range. */
export type Release = 'newest' | 'oldest';

/**
 * For suites that are about how workflows are put together rather than about the nodes: the oldest too where there is
 * time, with LINKAUTH_N8N_WHOLE=1.
 */
export const NEWEST_FIRST: readonly Release[] =
	process.env['LINKAUTH_N8N_WHOLE'] === '1' ? ['newest', 'oldest'] : ['newest'];

/** An n8n with its owner, and our package installed in it, to be copied. */
export interface PreparedN8n {
	readonly version: string;
	/** n8n's own program. */
	readonly program: string;
	/** Its user folder. */
	readonly folder: string;
}

/** Tells the suites, which run in other processes, where the prepared n8n are. */
const VARIABLE = 'LINKAUTH_PREPARED_N8N';
/** A folder in which they are kept from run to run, with only the package replaced: for whoever works on it. */
const KEPT = process.env['LINKAUTH_KEEP_N8N'];

/** An n8n that {@link prepareN8n} has prepared in this run of the tests. */
export function preparedN8n(release: Release): PreparedN8n {
	const file = process.env[VARIABLE];
	if (file === undefined) throw new Error('These tests run with npm run test:n8n.');
	return (JSON.parse(readFileSync(file, 'utf8')) as Record<Release, PreparedN8n>)[release];
}

/** Prepares an n8n of each release, once for a run of the tests. */
export async function prepareN8n(): Promise<void> {
	const scratch = KEPT ?? mkdtempSync(path.join(tmpdir(), 'linkauth-prepared-n8n-'));
	mkdirSync(scratch, { recursive: true });
	const file = path.join(scratch, 'prepared.json');
	process.env[VARIABLE] = file;
	if (existsSync(file)) {
		for (const release of ['newest', 'oldest'] as const) replacePackage(preparedN8n(release));
		return;
	}
	const newest = await prepare('newest', scratch);
	const oldest = await prepare('oldest', scratch);
	writeFileSync(file, JSON.stringify({ newest, oldest }));
}

/** Deletes what {@link prepareN8n} has made. */
export function discardPreparedN8n(): void {
	const file = process.env[VARIABLE];
	if (file !== undefined && KEPT === undefined) {
		rmSync(path.dirname(file), { recursive: true, force: true });
	}
}

function replacePackage({ folder }: PreparedN8n): void {
	const installed = path.join(folder, '.n8n/nodes/node_modules/n8n-nodes-linkauth/dist');
	rmSync(installed, { recursive: true, force: true });
	cpSync(inRepository('dist'), installed, { recursive: true });
}

async function prepare(release: Release, scratch: string): Promise<PreparedN8n> {
	const started = Date.now();
	const { version, program } = locate(release);
	const folder = mkdtempSync(path.join(scratch, `${version}-`));
	const registry = await startPackageRegistry(REPOSITORY, scratch);
	const port = String(await freePort());
	const url = `http://127.0.0.1:${port}`;
	const n8n = await startProcess({
		program,
		args: ['start'],
		path: registry.path,
		environment: { ...(await quietEnvironment(folder)), N8N_PORT: port },
		readyAt: `${url}/rest/settings`,
	});
	try {
		const session = new N8nSession(url);
		await session.setUp();
		await session.call('POST', '/community-packages', {
			name: `${registry.name}@${registry.version}`,
		});
	} catch (error) {
		throw new Error(`n8n could not install the package: ${String(error)}\n${n8n.log().slice(-2_000)}`, {
			cause: error,
		});
	} finally {
		await n8n.stop();
		registry.stop();
	}
	console.log(`n8n ${version} is prepared (${String(Math.round((Date.now() - started) / 1000))} s).`);
	return { version, program, folder };
}

/** Where `scripts/cached-n8n.mjs` has installed it. */
function locate(release: Release): { readonly version: string; readonly program: string } {
	const ask = `import { cachedN8n, VERSIONS } from './scripts/cached-n8n.mjs'; const version = VERSIONS['${release}']; console.log('\\n' + JSON.stringify({ version, program: cachedN8n(version) }));`;
	const said = runTool(process.execPath, ['--input-type=module', '-e', ask], REPOSITORY);
	return JSON.parse(said.trim().split('\n').at(-1) ?? '') as {
		readonly version: string;
		readonly program: string;
	};
}
