import { createHash } from 'node:crypto';
import {
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type * as N8nWorkflow from 'n8n-workflow';
import type { IExecuteFunctions, INodeType, IRun, IWorkflowBase, Workflow } from 'n8n-workflow';

/** What is used of n8n-core; the package itself is not a dependency of this one. */
interface N8nCore {
	readonly WorkflowExecute: new (
		additionalData: unknown,
		mode: string,
	) => { run(options: { workflow: Workflow }): Promise<IRun> & { cancel(): void } };
	readonly ExecutionLifecycleHooks: new (
		mode: string,
		executionId: string,
		workflow: IWorkflowBase,
	) => { addHandler(name: string, handler: (...parameters: never[]) => void): void };
	readonly ExecuteContext: new (...parameters: unknown[]) => IExecuteFunctions;
	readonly RoutingNode: new (
		context: IExecuteFunctions,
		nodeType: INodeType,
		credentials: unknown,
	) => { runNode(): Promise<unknown> };
}

/** n8n's engine and the built package, as n8n itself would have loaded them. */
export interface EngineModules {
	readonly core: N8nCore;
	readonly workflow: typeof N8nWorkflow;
	/** Text of a value as n8n stores it with an execution. */
	readonly stringify: (value: unknown) => string;
	/** Loads a file of n8n-nodes-base by its path in the package. */
	readonly fromNodesBase: (file: string) => Readonly<Record<string, unknown>>;
	/** Loads a file of the built package by its path in the package. */
	readonly fromPackage: (file: string) => Readonly<Record<string, unknown>>;
}

/**
 * Loads n8n's engine from n8n-engine/, and the built package with it.
 *
 * The package is copied next to the engine first, as n8n installs a community package: so both share one
 * n8n-workflow, and its classes are the same to both.
 * @param root the repository
 */
export function loadEngineModules(root: string): EngineModules {
	// n8n-core keeps settings in the user's folder, and reads these when it is loaded.
	process.env['N8N_USER_FOLDER'] ??= mkdtempSync(path.join(tmpdir(), 'linkauth-n8n-'));
	process.env['N8N_LOG_LEVEL'] ??= 'silent';
	process.env['N8N_ENCRYPTION_KEY'] ??= 'of no use outside of this process';
	if (!existsSync(path.join(root, 'n8n-engine/node_modules/n8n-core/package.json'))) {
		throw new Error('n8n’s engine is not installed. Run npm run engine.');
	}
	const engine = createRequire(path.join(root, 'n8n-engine', 'package.json'));
	engine('reflect-metadata');
	const installed = installPackage(root);
	const nodesBase = path.dirname(engine.resolve('n8n-nodes-base/package.json'));
	return {
		core: engine('n8n-core') as N8nCore,
		workflow: engine('n8n-workflow') as typeof N8nWorkflow,
		stringify: (engine('flatted') as Pick<EngineModules, 'stringify'>).stringify,
		fromNodesBase: (file) => engine(path.join(nodesBase, file)) as Record<string, unknown>,
		fromPackage: (file) => engine(path.join(installed, file)) as Record<string, unknown>,
	};
}

/** Copies the build to a folder named after its content, so that processes side by side do not disturb each other. */
function installPackage(root: string): string {
	const built = path.join(root, 'dist');
	if (!existsSync(built)) throw new Error('The package is not built yet: run npm run build.');
	const hash = createHash('sha256');
	for (const file of readdirSync(built, { recursive: true, encoding: 'utf8' }).sort()) {
		if (file.endsWith('.js')) hash.update(file).update(readFileSync(path.join(built, file)));
	}
	const installs = path.join(root, 'n8n-engine', 'node_modules', '.n8n-nodes-linkauth');
	const target = path.join(installs, hash.digest('hex').slice(0, 16));
	if (existsSync(target)) return target;
	mkdirSync(installs, { recursive: true });
	const copy = mkdtempSync(path.join(installs, 'copy-'));
	cpSync(built, path.join(copy, 'dist'), { recursive: true });
	cpSync(path.join(root, 'package.json'), path.join(copy, 'package.json'));
	try {
		renameSync(copy, target);
	} catch {
		// Another process was faster.
		rmSync(copy, { recursive: true });
	}
	return target;
}
