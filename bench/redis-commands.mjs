import { connect } from 'node:net';

/** The commands that are no part of what is counted: who watches, and what a client says when it connects. */
const IGNORED = new Set(['monitor', 'info', 'hello', 'client', 'quit']);

/**
 * Counts what a Redis is told, by MONITOR, until it is stopped. MONITOR says `lua` where other commands have the client's
 * address, so what a script runs is told apart from what was sent.
 * @returns `stop()`, which gives `{ sent, executed }`: each a Map of how often by the command's name; a script that runs
 *   is one that was sent, and what it runs is only executed
 */
export async function watchCommands({ port }) {
	const socket = connect(port, '127.0.0.1');
	const sent = new Map();
	const executed = new Map();
	let rest = '';
	await new Promise((resolve, reject) => {
		socket.once('error', reject).once('connect', () => socket.write('MONITOR\r\n'));
		socket.setEncoding('utf8').on('data', (chunk) => {
			const lines = (rest + chunk).split('\r\n');
			rest = lines.pop();
			for (const line of lines) {
				if (line === '+OK') resolve();
				const [, client, name] = /^\+[\d.]+ \[\d+ (\S+)\] "([^"]+)"/.exec(line) ?? [];
				const command = name?.toLowerCase();
				if (command === undefined || IGNORED.has(command)) continue;
				add(executed, command);
				if (client !== 'lua') add(sent, command);
			}
		});
	});
	return {
		stop: async () => {
			// What was told before has come once this has.
			await new Promise((resolve) => setTimeout(resolve, 200));
			socket.destroy();
			return { sent, executed };
		},
	};
}

function add(counts, name) {
	counts.set(name, (counts.get(name) ?? 0) + 1);
}
