import { builtTypes, shownIn } from '../docs/guide-nodes';
import { advicesOfNodes, messagesOfNodes } from '../docs/guide-messages';

const types = builtTypes();

describe.each(types.map((type) => [type.displayName, type] as const))('%s', (_, { properties }) => {
	const shown = shownIn(properties);
	const placeOf = ({ within, displayName }: { within: readonly string[]; displayName: string }) =>
		[...within, displayName].join(' → ');

	test('says for every parameter what happens', () => {
		const parameters = shown.filter(({ type }) => type !== 'notice');
		expect(parameters.length).toBeGreaterThan(1);
		expect(parameters.filter(({ description = '' }) => description.length < 15).map(placeOf)).toEqual([]);
	});

	test('says for every choice what it means', () => {
		const silent = shown.flatMap((parameter) =>
			parameter.choices
				.filter(({ description = '' }) => description.length < 12)
				.map(({ name }) => `${placeOf(parameter)}: ${name}`),
		);
		expect(silent).toEqual([]);
	});

	test('repeats no name instead of saying what it does', () => {
		const words = (text: string) =>
			text
				.toLowerCase()
				.replace(/[^a-z ]/g, '')
				.replace(/^(?:the|a|an) /, '');
		const empty = shown.filter(
			({ displayName, description = '' }) => words(description) === words(displayName),
		);
		expect(empty.map(placeOf)).toEqual([]);
	});
});

test('errors are whole sentences that shout at nobody', () => {
	const messages = messagesOfNodes();
	expect(messages.length).toBeGreaterThan(50);
	expect(messages.filter((message) => !/[.…]$/.test(message))).toEqual([]);
	expect(messages.filter((message) => /!|\b(?:invalid|illegal|fatal|oops)\b/i.test(message))).toEqual([]);
});

test('below an error stands what to do next, in whole sentences', () => {
	const advices = advicesOfNodes();
	expect(advices.length).toBeGreaterThan(45);
	expect(advices.filter((advice) => advice.length < 18 || !/[.…]$/.test(advice))).toEqual([]);
	// Where another text is part of it, that text says what to do.
	const own = advices.filter((advice) => !/^… | …$/.test(advice));
	expect(own.filter((advice) => !DOES.test(advice))).toEqual([]);
});

/** Verbs that tell somebody what to do, or words that say where. */
const DOES =
	/\b(?:add|ask|call|change|check|choose|correct|enter|give|name|open|pass|pick|put|remove|run|say|set|split|try|update|use|write)\b/i;
