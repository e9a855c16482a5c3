import { builtTypes, shownIn } from './guide-nodes';
import { firstCells, read } from './markdown';

const [, ...sections] = read('docs/n8n-parameters.md').split(/^## /m);
const types = builtTypes();

test.each(types.map((type, at) => [type.displayName, type, sections[at] ?? ''] as const))(
	'%s: has every parameter, every choice and no other',
	(displayName, { properties }, section) => {
		expect(section.split('\n')[0]).toBe(displayName);
		const parameters = shownIn(properties).filter(({ type }) => type !== 'notice');
		const names = new Set(parameters.map((parameter) => parameter.displayName));
		expect([...names].filter((name) => !section.includes(`**${name}**`))).toEqual([]);
		const choices = parameters.flatMap((parameter) => parameter.choices.map(({ name }) => name));
		const text = section.toLowerCase();
		expect(choices.filter((choice) => !text.includes(`_${choice.toLowerCase()}_`))).toEqual([]);
		const documented = firstCells(section).flatMap((cell) => /^\*\*(.+)\*\*$/.exec(cell)?.[1] ?? []);
		expect(documented.filter((name) => !names.has(name))).toEqual([]);
	},
);

test('gives an example for every parameter', () => {
	const rows = [...read('docs/n8n-parameters.md').matchAll(/^\| \*\*(.+?)\*\* .*\|([^|]*)\|$/gm)];
	expect(rows.length).toBeGreaterThan(35);
	const without = rows.filter(([, , example = '']) => example.trim() === '').map(([, name]) => name);
	// Its own section follows.
	expect(without).toEqual(['Options', 'Options']);
});
