import { readdirSync } from 'node:fs';
import { catalogueFaults, textsOf } from '../../broker/page/check-catalogue';
import { fill, LANGUAGES, plural, type Texts } from '../../broker/page/catalogue';
import { CATALOGUES, readCatalogue, textsIn } from './language-texts';

/** Texts that are the same word in both languages. */
const SAME_AS_ENGLISH: Readonly<Record<string, readonly string[]>> = {
	de: ['enterCode.label', 'builtIn.Region', 'builtIn.Passphrase', 'builtIn.Host', 'builtIn.Port'],
	es: ['builtIn.Host'],
	fr: ['enterCode.label', 'builtIn.Port'],
	it: ['builtIn.Password', 'builtIn.Passphrase', 'builtIn.Database', 'builtIn.Host'],
	nl: ['enterCode.label', 'builtIn.Database', 'builtIn.Host'],
	pl: ['builtIn.Region', 'builtIn.Host', 'builtIn.Port'],
	'pt-BR': ['builtIn.Host'],
};

/** Informal address. */
const INFORMAL: Readonly<Record<string, RegExp>> = {
	de: /\b(?:du|dich|dir|dein\w*|euch|euer|eure\w*)\b/i,
	fr: /(?<![\p{L}])(?:(?:tu|te|toi|ton|ta|tes)(?![\p{L}])|t’)/iu,
	es: /(?<![\p{L}])(?:tú|tu|tus|te|ti|vosotros|vuestr\p{L}+)(?![\p{L}])/iu,
	'pt-BR': /(?<![\p{L}])(?:tu|teu|tua|teus|tuas|ti|vós)(?![\p{L}])/iu,
	it: /(?<![\p{L}])(?:tu|tuo|tua|tuoi|tue|ti|voi|vostr\p{L}+)(?![\p{L}])/iu,
	nl: /\b(?:je|jij|jou|jouw|jullie)\b/i,
	pl: /(?<![\p{L}])(?:ty|ci|ciebie|cię|tobie|twój|twoj\p{L}+)(?![\p{L}])/iu,
	ja: /あなた|だよ|してね/,
	'zh-Hans': /你/,
	// Arabic has one address for everybody; what is not formal is dialect.
	ar: /شو|ليش|عشان|إزاي|دلوقتي/,
};

/** Texts by key, `form.problem.required`, those of the document included. */
const textsBy = (tag: string) => new Map(textsOf(readCatalogue(tag)));

const english = textsBy('en');
const OTHERS = LANGUAGES.map(({ tag }) => tag).filter((tag) => tag !== 'en');

test('the page has eleven languages, each by its own tag and its own name', () => {
	expect(LANGUAGES.map(({ tag }) => tag.replace(/-.*/, '')).sort()).toEqual(
		['ar', 'de', 'en', 'es', 'fr', 'it', 'ja', 'nl', 'pl', 'pt', 'zh'].sort(),
	);
	for (const { tag, name } of LANGUAGES) {
		const [own] = Intl.getCanonicalLocales(tag);
		expect(own).toBe(tag);
		const called = new Intl.DisplayNames(tag, { type: 'language' }).of(tag.replace('pt-BR', 'pt')) ?? '';
		expect(called.toLowerCase()).toBe(name.toLowerCase());
	}
});

test('every catalogue is a language of the page', () => {
	const files = readdirSync(CATALOGUES).filter((file) => file.endsWith('.json'));
	expect(files.sort()).toEqual(LANGUAGES.map(({ tag }) => `${tag}.json`).sort());
});

test('only these texts of English have placeholders', () => {
	const withPlaceholders = [...english].flatMap(([key, text]) => {
		const names = text.match(/\{\w+\}/g);
		return names === null ? [] : [[key, names]];
	});
	expect(withPlaceholders).toEqual([
		['timeLeft', ['{time}']],
		['announceLeft', ['{duration}']],
		['failure.again', ['{when}']],
		['request.knownTo', ['{host}']],
		['check.heading', ['{who}', '{what}']],
		['check.headingNameless', ['{what}']],
		['check.answerTime', ['{duration}']],
		...['confirmed', 'answered', 'declined', 'expired', 'cancelled'].map((state) => [
			`used.${state}.when`,
			['{time}', '{ago}'],
		]),
		['form.problem.tooLong_one', ['{most}', '{now}']],
		['form.problem.tooLong_other', ['{most}', '{now}']],
		['form.problem.fileTooLarge', ['{most}', '{now}']],
		['form.problem.allTooLarge', ['{most}', '{now}']],
		['signIn.check.heading', ['{who}', '{provider}']],
		['signIn.check.headingNameless', ['{provider}']],
		['signIn.heading', ['{provider}']],
		['signIn.destinationHelp', ['{host}']],
		['signIn.steps.0', ['{host}']],
		['signIn.go', ['{provider}']],
		['signIn.leaving', ['{provider}']],
		['signIn.passingOn.text.broker', ['{provider}']],
		['signIn.done.text.agent', ['{provider}']],
		['signIn.done.text.broker', ['{provider}']],
		['signIn.done.next', ['{provider}']],
		['signIn.refused.text', ['{provider}']],
		['signIn.failed.text', ['{provider}']],
		['signIn.mixedUp.text', ['{provider}']],
		['signIn.mixedUp.next', ['{provider}']],
		['signIn.unavailable.heading', ['{provider}']],
		['signIn.unavailable.text', ['{provider}']],
		['signIn.unavailable.next', ['{host}']],
	]);
});

test('placeholders are filled, and what a value contains is not', () => {
	expect(fill('At most {most}. {most} is less than {now}.', { most: '{now}', now: '2' })).toBe(
		'At most {now}. {now} is less than 2.',
	);
	expect(fill('{unknown} and {most}', { most: '$&' })).toBe('{unknown} and $&');
	expect(fill('none', { most: '1' })).toBe('none');
});

test.each([
	['en', 1, '1 character fits'],
	['en', 2, '2 characters fit'],
	['en', 0, '0 characters fit'],
	['nl', 1, '1 teken'],
	['nl', 21, '21 tekens'],
	['pl', 3, '3. Wpisano'],
	['ja', 1, '1 文字'],
	['ar', 0, '0 حرف'],
	['ar', 1, 'حرف واحد'],
	['ar', 2, 'حرفان'],
	['ar', 3, '3 أحرف'],
	['ar', 11, '11 حرفًا'],
	['ar', 100, '100 حرف'],
])('the plural in %s of %d', async (tag, count, expected) => {
	const texts = await textsIn(tag);
	const text = plural(texts.form.problem, 'tooLong', count, texts.language);
	expect(fill(text, { most: String(count), now: '9' })).toContain(expected);
});

test('a plural takes the variant of the language, and the one for other numbers where there is no own', () => {
	const problem = { tooLong_one: 'one', tooLong_few: 'few', tooLong_other: 'other' };
	expect([1, 3, 5, 1.5].map((count) => plural(problem, 'tooLong', count, 'pl'))).toEqual([
		'one',
		'few',
		'other',
		'other',
	]);
	expect(plural(problem, 'tooLong', 3, 'en')).toBe('other');
});

describe.each(LANGUAGES.map(({ tag }) => tag))('%s', (tag) => {
	test('is complete: every text, the same placeholders, every plural category', () => {
		expect(catalogueFaults(readCatalogue(tag), readCatalogue('en'), tag)).toEqual([]);
	});

	test('is loaded with its own tag', async () => {
		const texts: Texts = await textsIn(tag);
		expect(texts.language).toBe(tag);
		expect(texts.form.heading).toBe(readCatalogue(tag).form.heading);
	});
});

describe.each(OTHERS)('%s', (tag) => {
	const texts = textsBy(tag);

	test('is translated, unless the word is the same in English', () => {
		const same = [...texts].filter(([key, text]) => english.get(key) === text);
		expect(same.map(([key]) => key)).toEqual(SAME_AS_ENGLISH[tag] ?? []);
	});

	test('keeps what is the same everywhere: the example of a code, https, JavaScript', () => {
		for (const [key, text] of english) {
			for (const kept of ['ABCD‑1234', 'https', 'JavaScript'])
				if (text.includes(kept)) expect([key, texts.get(key)]).toEqual([key, expect.stringContaining(kept)]);
		}
	});

	test('has the punctuation of English at the end, and none of another kind', () => {
		for (const [key, text] of texts) {
			const source = english.get(key) ?? english.get(key.replace(/_[a-z]+$/, '_other')) ?? '';
			const ending = /[.?…:]$/.exec(source)?.[0];
			const allowed = { '.': /[.。]$/, '?': /[?？؟]$/, '…': /…$/, ':': /[:：。]$/ }[ending ?? ''];
			if (allowed !== undefined) expect([key, text]).toEqual([key, expect.stringMatching(allowed)]);
			expect([key, text]).toEqual([key, expect.not.stringMatching(/[!！]|^\s|\s$|'|"|\.\.\./)]);
		}
	});

	test('is formal', () => {
		const informal = INFORMAL[tag] ?? /./;
		for (const [key, text] of texts) expect([key, text]).toEqual([key, expect.not.stringMatching(informal)]);
	});
});
