import { catalogueFaults } from '../../broker/page/check-catalogue';

const ENGLISH = {
	title: 'A title',
	steps: [{ text: 'First' }, { text: 'Second' }],
	size_one: '{most} byte',
	size_other: '{most} bytes',
	time: '{clock} of {total}',
};
const GERMAN = {
	title: 'Ein Titel',
	steps: [{ text: 'Erstens' }, { text: 'Zweitens' }],
	size_one: '{most} Byte',
	size_other: '{most} Bytes',
	time: 'von {total} noch {clock}',
};

test('a complete catalogue has no fault, whatever the order of its placeholders', () => {
	expect(catalogueFaults(GERMAN, ENGLISH, 'de')).toEqual([]);
	expect(catalogueFaults(ENGLISH, ENGLISH, 'en')).toEqual([]);
});

test.each([
	['a missing text', { ...GERMAN, title: undefined }, ['title is missing']],
	['a missing item', { ...GERMAN, steps: [{ text: 'Erstens' }] }, ['steps.1.text is missing']],
	['an unknown text', { ...GERMAN, titel: 'x' }, ['titel is unknown']],
	['an empty text', { ...GERMAN, title: ' ' }, ['title is empty']],
	[
		'a placeholder that is left out',
		{ ...GERMAN, time: 'noch {clock}' },
		['time has the placeholders {clock}, not {clock} {total}'],
	],
	[
		'a placeholder that English does not have',
		{ ...GERMAN, title: 'Titel {most}' },
		['title has the placeholders {most}, not (none)'],
	],
	[
		'a placeholder of a plural that is left out',
		{ ...GERMAN, size_one: 'ein Byte' },
		['size_one has the placeholders (none), not {most}'],
	],
	['a plural category that is left out', { ...GERMAN, size_one: undefined }, ['size_one is missing']],
	[
		'a plural category that the language does not have',
		{ ...GERMAN, size_few: '{most}' },
		['size_few is unknown'],
	],
])('%s is a fault', (_, catalogue, faults) => {
	const read = JSON.parse(JSON.stringify(catalogue)) as Record<string, string>;
	expect(catalogueFaults(read, ENGLISH, 'de')).toEqual(faults);
});

test('the plural categories are those of the language', () => {
	expect(catalogueFaults(GERMAN, ENGLISH, 'pl')).toEqual(['size_few is missing', 'size_many is missing']);
	expect(catalogueFaults(GERMAN, ENGLISH, 'ja')).toEqual(['size_one is unknown']);
});

test('every fault is named at once', () => {
	expect(catalogueFaults({ extra: 'x', time: '{clock}' }, ENGLISH, 'ja')).toEqual([
		'title is missing',
		'steps.0.text is missing',
		'steps.1.text is missing',
		'size_other is missing',
		'extra is unknown',
		'time has the placeholders {clock}, not {clock} {total}',
	]);
});
