import { messagesOfNodes } from './guide-messages';
import { firstCells, read } from './markdown';

const text = read('docs/troubleshooting.md');
const listed = firstCells(text).flatMap((cell) => /^`(.+)`$/.exec(cell)?.[1] ?? []);
/** Whether a row is for a message: the same, or its beginning. */
const isFor = (row: string, message: string) =>
	row === message || (row.endsWith('…') && row.length > 8 && message.startsWith(row.slice(0, -1)));

test('has every message that the nodes can show', () => {
	const missing = messagesOfNodes().filter((message) => !listed.some((row) => isFor(row, plain(message))));
	expect(missing).toEqual([]);
});

test('has no others', () => {
	const all = messagesOfNodes().map(plain);
	expect(listed.filter((row) => !all.some((message) => isFor(row, message)))).toEqual([]);
});

test('quotes what leaves through an output as the nodes say it', () => {
	const quoted = [...text.matchAll(/^\| Expired: `(.{10,}?) ?…` /gm)].map(([, words = '']) => words);
	expect(quoted).toHaveLength(3);
	const sources = ['await-output.ts', 'await-session.ts', 'await-item.ts']
		.map((file) => read(`nodes/AwaitCredential/${file}`))
		.join('');
	expect(quoted.filter((words) => !sources.includes(words))).toEqual([]);
});

/** A message as the page writes it: one … for each unknown. */
function plain(message: string): string {
	return message.replaceAll(/…{2,}/g, '…').replaceAll(/… …/g, '…');
}
