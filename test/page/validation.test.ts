import { problemOf, sizeProblemOf, type EnteredValue } from '../../broker/page/fields/validation';
import type { Texts } from '../../broker/page/texts';
import { LIMITS } from '../../protocol/limits';
import type { FieldDefinition } from '../../protocol/templates';
import { textsIn } from './language-texts';

let en: Texts;
beforeAll(async () => {
	en = await textsIn('en');
});

const text = (more: Partial<FieldDefinition> = {}): FieldDefinition => ({
	name: 'a',
	label: 'A',
	type: 'text',
	...more,
});
const problem = (field: FieldDefinition, entered: EnteredValue): string | undefined =>
	problemOf(field, entered, en);

describe('a required field', () => {
	test.each([
		['text', 'Fill this in.'],
		['password', 'Fill this in.'],
		['select', 'Choose one.'],
		['file', 'Choose a file.'],
	] as const)('of type %s that is empty has to be filled', (type, expected) => {
		for (const value of ['', ' ', '\n\t']) expect(problem(text({ type }), { value })).toBe(expected);
		expect(problem(text({ type, required: true }), { value: '' })).toBe(expected);
		expect(problem(text({ type, required: false }), { value: '' })).toBeUndefined();
	});

	test('that is a file with nothing but white space is filled', () => {
		expect(problem(text({ type: 'file' }), { value: '\n', fileSize: 1 })).toBeUndefined();
		expect(problem(text({ type: 'file' }), { value: '', fileSize: 0 })).toBe('Choose a file.');
	});
});

describe('the length of a value', () => {
	test('may be max_length, and no more', () => {
		const field = text({ max_length: 5 });
		expect(problem(field, { value: 'abcde' })).toBeUndefined();
		expect(problem(field, { value: 'abcdef' })).toBe('At most 5 characters fit here. These are 6.');
		expect(problem(text(), { value: 'x'.repeat(10_000) })).toBeUndefined();
	});

	test('counts characters, not UTF-16 code units', () => {
		expect(problem(text({ max_length: 2 }), { value: '🔑🔑' })).toBeUndefined();
		expect(problem(text({ max_length: 1 }), { value: '🔑🔑' })).toBe(
			'At most 1 character fits here. These are 2.',
		);
	});

	test('is formatted in the language', async () => {
		const value = 'x'.repeat(2_001);
		expect(problem(text({ max_length: 2_000 }), { value })).toContain('At most 2,000');
		const de = await textsIn('de');
		expect(problemOf(text({ max_length: 2_000 }), { value }, de)).toContain('2.000 Zeichen');
	});
});

describe('the size of a file', () => {
	const file = (more: Partial<FieldDefinition> = {}) => text({ type: 'file', ...more });

	test('may be max_length bytes, and no more', () => {
		expect(problem(file({ max_length: 100 }), { value: 'x', fileSize: 100 })).toBeUndefined();
		expect(problem(file({ max_length: 100 }), { value: 'x', fileSize: 101 })).toBe(
			'The file may have at most 100 bytes. This one has 101 bytes.',
		);
	});

	test('is limited by what fits into an envelope', () => {
		const most = LIMITS.plaintextWithFiles;
		expect(problem(file(), { value: '', fileSize: most })).toBeUndefined();
		expect(problem(file(), { value: '', fileSize: most + 1 })).toContain('may have at most');
		expect(problem(file({ max_length: most * 2 }), { value: '', fileSize: most + 1 })).toContain('at most');
	});

	test('is what counts, not the length or the form of its text', () => {
		const field = file({ max_length: 3, pattern: 'y' });
		expect(problem(field, { value: 'xxxxxx', fileSize: 3 })).toBeUndefined();
	});
});

test('a pattern is checked for values of the right length', () => {
	const field = text({ pattern: '[0-9]+', max_length: 3 });
	expect(problem(field, { value: '123' })).toBeUndefined();
	expect(problem(field, { value: 'abc' })).toBe('This does not have the form that is expected here.');
	expect(problem(field, { value: 'abcd' })).toContain('At most 3');
	expect(problem({ ...field, required: false }, { value: '' })).toBeUndefined();
});

describe('all values together', () => {
	const size = (fields: readonly FieldDefinition[], bytes: number) =>
		// {"a":"…"} has eight bytes besides the value.
		sizeProblemOf(fields, { a: { value: 'x'.repeat(bytes - 8) } }, en);

	test.each([
		['text', LIMITS.plaintext],
		['file', LIMITS.plaintextWithFiles],
	] as const)('with a field of type %s may have %d bytes, and no more', (type, most) => {
		expect(size([text({ type })], most)).toBeUndefined();
		expect(size([text({ type })], most + 1)).toContain('All together it may have at most');
	});

	test('are measured in UTF-8', () => {
		const value = 'ü'.repeat((LIMITS.plaintext - 8) / 2);
		expect(sizeProblemOf([text()], { a: { value } }, en)).toBeUndefined();
		expect(sizeProblemOf([text()], { a: { value: `${value}ü` } }, en)).toContain('All together');
	});
});
