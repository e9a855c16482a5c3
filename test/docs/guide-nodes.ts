import { spawnSync } from 'node:child_process';
import type { INodeProperties } from 'n8n-workflow';
import { inRepository } from '../support/repository';

/** A node or credential as n8n's editor gets it. */
export interface BuiltType {
	readonly displayName: string;
	readonly properties: readonly INodeProperties[];
}

const FILES = [
	'nodes/RequestCredential/RequestCredential.node.js',
	'nodes/AwaitCredential/AwaitCredential.node.js',
	'nodes/RefreshCredential/RefreshCredential.node.js',
	'credentials/LinkAuthApi.credentials.js',
];

/** The nodes and the credential, as they were built, read by Node itself. */
export function builtTypes(): readonly BuiltType[] {
	const script = `
		const types = process.argv.slice(1).map((file) => {
			const [type] = Object.values(require(file)).map((Type) => new Type());
			return type.description ?? { displayName: type.displayName, properties: type.properties };
		});
		process.stdout.write(JSON.stringify(types));`;
	const files = FILES.map((file) => inRepository('dist', file));
	const { stdout, stderr } = spawnSync(process.execPath, ['-e', script, ...files], {
		cwd: inRepository(),
		encoding: 'utf8',
	});
	if (stdout === '') throw new Error(`The nodes could not be read. Run npm run build. ${stderr}`);
	return JSON.parse(stdout) as BuiltType[];
}

/** A parameter, or a choice of one. */
export interface Shown {
	readonly displayName: string;
	readonly description?: string;
	readonly type: string;
	/** Names of the parameters and groups that it is within. */
	readonly within: readonly string[];
	readonly choices: readonly { readonly name: string; readonly description?: string }[];
}

/** All that the editor shows, down to the last group: no hidden properties. */
export function shownIn(properties: readonly INodeProperties[], within: readonly string[] = []): Shown[] {
	return properties
		.filter(({ type }) => type !== 'hidden')
		.flatMap((property) => {
			const inner = [...within, property.displayName];
			const choices: { name: string; description?: string }[] = [];
			const deeper = (property.options ?? []).flatMap((option) => {
				if ('values' in option) return shownIn(option.values, [...inner, option.displayName]);
				if ('displayName' in option) return shownIn([option], inner);
				choices.push(option);
				return [];
			});
			const { displayName, description, type } = property;
			return [
				{ displayName, type, within, choices, ...(description === undefined ? {} : { description }) },
				...deeper,
			];
		});
}
