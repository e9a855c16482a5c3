import { execFile, spawnSync } from 'node:child_process';
import {
	chmodSync,
	copyFileSync,
	cpSync,
	globSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import ignoring from '@balena/dockerignore';
import {
	Copy,
	DockerfileParser,
	From,
	JSONInstruction,
	PropertyInstruction,
	type Instruction,
} from 'dockerfile-ast';
import { inRepository, REPOSITORY } from '../support/repository';

/** One stage of a Dockerfile, as a folder that stands for its file system. */
interface Stage {
	readonly root: string;
	workdir: string;
	user: string;
	readonly environment: Record<string, string>;
	entrypoint: readonly string[];
	healthcheck: readonly string[];
}

/** An image, as far as it can be had without a container engine. */
export interface Image extends Readonly<Stage> {
	/** Every image that the Dockerfile starts from. */
	readonly bases: readonly string[];
	/** The tarball of the broker, as `npm pack` made it. */
	readonly tarball: string;
	remove(): void;
}

/** What has been done already where the tests run, with the same words: `npm ci && npm test` begins with them. */
const DONE_BY_THE_CHECKOUT = ['npm ci --ignore-scripts --no-audit --no-fund', 'npm run build:broker'];

const run = promisify(execFile);
const ignored = ignoring().add(readFileSync(inRepository('.dockerignore'), 'utf8'));

/**
 * Carries out a Dockerfile, instruction by instruction, each stage in a folder of its own, from what the context has
 * after .dockerignore. The base images are not fetched: their Node is the one that runs this, put where the last
 * stage has it. What no folder can stand for is refused, so that nothing in the Dockerfile goes untested.
 */
export async function buildImage(dockerfile: string): Promise<Image> {
	const directory = mkdtempSync(path.join(tmpdir(), 'linkauth-image-'));
	chmodSync(directory, 0o755);
	const stages = new Map<string, Stage>();
	const bases: string[] = [];
	let stage: Stage | undefined;
	for (const instruction of DockerfileParser.parse(readFileSync(dockerfile, 'utf8')).getInstructions()) {
		if (instruction instanceof From) {
			bases.push(instruction.getImage() ?? '');
			stage = emptyStage(path.join(directory, String(bases.length)));
			stages.set(instruction.getBuildStage() ?? 'last', stage);
		} else if (stage) await carryOut(instruction, stage, stages);
	}
	const [build, last] = [stages.get('build'), stages.get('last')];
	if (!build || !last) throw new Error('expected a stage "build", and a last one without a name');
	installNode(path.join(last.root, last.entrypoint[0] ?? ''));
	const [tarball = ''] = globSync(path.join(build.root, build.workdir, 'linkauth-broker-*.tgz'));
	return {
		...last,
		bases,
		tarball,
		remove: () => {
			if (process.getuid?.() !== 0) spawnSync('chmod', ['-R', 'u+w', directory]);
			rmSync(directory, { recursive: true });
		},
	};
}

function emptyStage(root: string): Stage {
	mkdirSync(root);
	return { root, workdir: '/', user: '', environment: {}, entrypoint: [], healthcheck: [] };
}

async function carryOut(instruction: Instruction, stage: Stage, stages: ReadonlyMap<string, Stage>) {
	const content = instruction.getArgumentsContent() ?? '';
	switch (instruction.getKeyword()) {
		case 'WORKDIR':
			stage.workdir = content;
			mkdirSync(path.join(stage.root, content), { recursive: true });
			return;
		case 'COPY':
			if (instruction instanceof Copy) copy(instruction, stage, stages);
			return;
		case 'RUN':
			if (DONE_BY_THE_CHECKOUT.includes(content)) takeBuilt(path.join(stage.root, stage.workdir));
			else await shell(content, path.join(stage.root, stage.workdir));
			return;
		case 'ENV':
			if (!(instruction instanceof PropertyInstruction)) return;
			for (const property of instruction.getProperties())
				stage.environment[property.getName()] = property.getValue() ?? '';
			return;
		case 'USER':
			stage.user = content;
			return;
		case 'ENTRYPOINT':
			if (instruction instanceof JSONInstruction) stage.entrypoint = words(instruction);
			return;
		case 'HEALTHCHECK':
			stage.healthcheck = JSON.parse(content.slice(content.indexOf('['))) as string[];
			return;
		case 'LABEL':
		case 'EXPOSE':
			return;
		default:
			throw new Error(`${instruction.getKeyword()}: not carried out here`);
	}
}

function copy(instruction: Copy, stage: Stage, stages: ReadonlyMap<string, Stage>): void {
	const from = instruction.getFromFlag()?.getValue();
	const source = from == null ? undefined : stages.get(from);
	if (from != null && !source) throw new Error(`COPY --from=${from}: there is no such stage`);
	const patterns = instruction.getArguments().map((argument) => argument.getValue());
	const target = path.join(stage.root, stage.workdir, patterns.pop() ?? '');
	for (const pattern of patterns) {
		const found = globSync(path.join(source?.root ?? REPOSITORY, pattern));
		if (found.length === 0) throw new Error(`COPY: nothing is called ${pattern}`);
		for (const file of found) {
			const intoFolder = target.endsWith('/') && path.extname(file) !== '';
			cpSync(file, intoFolder ? path.join(target, path.basename(file)) : target, {
				recursive: true,
				verbatimSymlinks: true,
				filter: (each) => source !== undefined || !leftOut(each),
			});
		}
	}
}

/** Whether .dockerignore keeps a file out. A folder may hold what is let in, so folders are looked into. */
function leftOut(file: string): boolean {
	const name = path.relative(REPOSITORY, file);
	return name !== '' && ignored.ignores(name);
}

async function shell(command: string, cwd: string): Promise<void> {
	await run('/bin/sh', ['-e', '-c', command], { cwd, env: installerEnvironment() });
}

/**
 * How npm reaches its registry here, without what an npm that runs the tests hands down of its own folder, and without
 * what says how the tests are run.
 */
export function installerEnvironment(): NodeJS.ProcessEnv {
	const inherited = Object.entries(process.env).filter(([name]) => !/^npm_|^LINKAUTH_|^NODE_ENV$/.test(name));
	const PATH = [path.dirname(process.execPath), process.env['PATH']].join(path.delimiter);
	return { ...Object.fromEntries(inherited), PATH };
}

/** What the build of the checkout made. */
function takeBuilt(workdir: string): void {
	cpSync(inRepository('broker/dist'), path.join(workdir, 'broker/dist'), { recursive: true });
}

function words(instruction: JSONInstruction): string[] {
	return instruction.getJSONStrings().map((argument) => JSON.parse(argument.getValue()) as string);
}

function installNode(file: string): void {
	mkdirSync(path.dirname(file), { recursive: true });
	copyFileSync(process.execPath, file);
	chmodSync(file, 0o755);
}
