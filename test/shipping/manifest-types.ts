import path from 'node:path';
import ts from 'typescript';
import { REPOSITORY } from '../support/repository';

/** A Kubernetes manifest, read. */
export interface Manifest {
	readonly file: string;
	readonly content: object;
}

/**
 * Holds manifests against the types that are generated from Kubernetes' OpenAPI document. As literals in a program,
 * because the compiler then also finds members that Kubernetes does not know, which its JSON schemas let pass.
 * @returns one fault a line, in the order of the manifests
 */
export function buildManifestTypes(manifests: readonly Manifest[]): readonly string[] {
	const options: ts.CompilerOptions = {
		strict: true,
		noEmit: true,
		skipLibCheck: true,
		module: ts.ModuleKind.ESNext,
		moduleResolution: ts.ModuleResolutionKind.Bundler,
		target: ts.ScriptTarget.ES2022,
		types: [],
	};
	const sources = new Map(
		manifests.map((manifest, at) => [
			path.join(REPOSITORY, `manifest-${String(at)}.ts`),
			programOf(manifest),
		]),
	);
	const host = ts.createCompilerHost(options);
	const onDisk = ts.createCompilerHost(options);
	host.fileExists = (file) => sources.has(file) || onDisk.fileExists(file);
	host.readFile = (file) => sources.get(file) ?? onDisk.readFile(file);
	host.getSourceFile = (file, target) => {
		const text = sources.get(file);
		return text === undefined ? onDisk.getSourceFile(file, target) : ts.createSourceFile(file, text, target);
	};
	const program = ts.createProgram([...sources.keys()], options, host);
	return ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
		const at = [...sources.keys()].indexOf(file?.fileName ?? '');
		return `${manifests[at]?.file ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
	});
}

/** A program that is right where the manifest is. */
function programOf({ content }: Manifest): string {
	const { apiVersion, kind } = content as { apiVersion: string; kind: string };
	// What the Prometheus operator adds has a package of its own.
	const models = apiVersion.startsWith('monitoring.')
		? '@kubernetes-models/prometheus-operator'
		: 'kubernetes-models';
	return `import type { I${kind} } from '${models}/${apiVersion}/${kind}';
		export const manifest: I${kind} = ${JSON.stringify(content)};`;
}
