import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What V8 names so is no function of anybody's. */
const IDLE = '(idle)';

/**
 * The self time of a process that ran with --cpu-prof, by function and by package.
 * @param directory where it left its profile
 * @param main the program, a bundle in which esbuild says before each part which file it is from
 * @param between two moments in microseconds of the system's monotonic clock (`process.hrtime`); what is not between
 *   them, such as the start, is left out
 * @returns lists of `[name, share]`, the largest first; shares of the time in which the process was not idle
 */
export function readProfile(directory, main, [from, until]) {
	const [file] = readdirSync(directory).filter((name) => name.endsWith('.cpuprofile'));
	const { nodes, samples, timeDeltas, startTime } = JSON.parse(
		readFileSync(path.join(directory, file), 'utf8'),
	);
	const sources = sourceLines(main);
	const named = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame, main, sources)]));
	const functions = new Map();
	const packages = new Map();
	let at = startTime;
	let total = 0;
	for (const [index, id] of samples.entries()) {
		at += timeDeltas[index];
		const name = named.get(id);
		if (at < from || at > until || name.call === IDLE) continue;
		const time = timeDeltas[index];
		total += time;
		const line = name.source === '' ? name.call : `${name.call}  ${name.source}`;
		functions.set(line, (functions.get(line) ?? 0) + time);
		packages.set(name.group, (packages.get(name.group) ?? 0) + time);
	}
	const shares = (times) =>
		[...times].map(([name, time]) => [name, time / total]).sort((a, b) => b[1] - a[1]);
	return { functions: shares(functions), packages: shares(packages) };
}

/** Which source each part of a bundle is from: `[first line, file]`, in the order of the lines. */
function sourceLines(main) {
	const found = [];
	for (const [line, text] of readFileSync(main, 'utf8').split('\n').entries()) {
		const [, source] = /^\/\/ ((?:\.\.\/)*[\w@.-]+\/\S+\.\w+)$/.exec(text) ?? [];
		if (source !== undefined) found.push([line, source]);
	}
	return found;
}

function nameOf({ functionName, url, lineNumber }, main, sources) {
	const call = functionName === '' ? `(anonymous, line ${lineNumber + 1})` : functionName;
	if (url === '') return { call, source: '', group: call.startsWith('(') ? call : 'V8' };
	const source = url.endsWith(main)
		? (sources.findLast(([line]) => line <= lineNumber)?.[1] ?? 'bundle')
		: url.replace(/^file:\/\/.*\/(?=node_modules\/)/, '');
	return { call, source, group: groupOf(source) };
}

/** A package of node_modules, a folder of ours, or Node itself. */
function groupOf(source) {
	const [, name] = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source) ?? [];
	if (name !== undefined) return name;
	if (source.startsWith('node:')) return source.split('/')[0];
	return source.replace(/\/[^/]+$/, '');
}
