import { fieldIn, textIn } from '../../broker/page/built-in-text';
import { LANGUAGES, type Texts } from '../../broker/page/texts';
import { de } from '../../broker/page/texts/de';
import { en } from '../../broker/page/texts/en';
import { BUILT_IN_TEMPLATES, type Template } from '../../protocol/templates';

type Leaf = string | ((...values: string[]) => string);
/** What stands for the values that a text is given. */
const VALUES = ['‹1›', '‹2›'];

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

/** What built-in templates say in no language: names of services, and examples of what is typed. */
const SAID_ALIKE = [
	...['OpenAI', 'Anthropic', 'Amazon Web Services', 'sk-…', 'sk-ant-…', 'AKIA…', 'eu-central-1'],
	...['-----BEGIN CERTIFICATE-----', '-----BEGIN PRIVATE KEY-----', 'db.example.com', '5432'],
];

/** How a language speaks to somebody whom it does not address as a bank would. */
const FAMILIAR: Readonly<Record<string, RegExp>> = {
	de: /\b(?:du|dich|dir|dein\w*|euch|euer|eure\w*)\b/i,
	fr: /(?<![\p{L}])(?:(?:tu|te|toi|ton|ta|tes)(?![\p{L}])|t’)/iu,
	es: /(?<![\p{L}])(?:tú|tu|tus|te|ti|vosotros|vuestr\p{L}+)(?![\p{L}])/iu,
	'pt-BR': /(?<![\p{L}])(?:tu|teu|tua|teus|tuas|ti|vós)(?![\p{L}])/iu,
	it: /(?<![\p{L}])(?:tu|tuo|tua|tuoi|tue|ti|voi|vostr\p{L}+)(?![\p{L}])/iu,
	nl: /\b(?:je|jij|jou|jouw|jullie)\b/i,
	pl: /(?<![\p{L}])(?:ty|ci|ciebie|cię|tobie|twój|twoj\p{L}+)(?![\p{L}])/iu,
	ja: /あなた|だよ|してね/,
	'zh-Hans': /你/,
};

/** Every text by its place: `form.problem.required`. */
function leaves(value: unknown, place = ''): readonly (readonly [string, Leaf])[] {
	if (typeof value === 'string' || typeof value === 'function') return [[place, value as Leaf]];
	return Object.entries(value as object).flatMap(([name, part]) =>
		leaves(part, place === '' ? name : `${place}.${name}`),
	);
}

const said = (leaf: Leaf): string => (typeof leaf === 'string' ? leaf : leaf(...VALUES));
const saidBy = (texts: Texts) => new Map(leaves(texts).map(([place, leaf]) => [place, said(leaf)]));

const OTHERS = LANGUAGES.filter(({ tag }) => tag !== 'en');

test('the page speaks ten languages, each by its own tag and under a name of its own', () => {
	expect(LANGUAGES.map(({ tag }) => tag.replace(/-.*/, '')).sort()).toEqual(
		['de', 'en', 'es', 'fr', 'it', 'ja', 'nl', 'pl', 'pt', 'zh'].sort(),
	);
	for (const { tag, name } of LANGUAGES) {
		const [own] = Intl.getCanonicalLocales(tag);
		expect(own).toBe(tag);
		const called = new Intl.DisplayNames(tag, { type: 'language' }).of(tag.replace('pt-BR', 'pt')) ?? '';
		expect(called.toLowerCase()).toBe(name.toLowerCase());
	}
});

test('English itself has a text in every place, and uses what it is given', () => {
	for (const [place, leaf] of leaves(en)) {
		expect([place, said(leaf).trim()]).toEqual([place, expect.stringMatching(/./)]);
		if (typeof leaf === 'function')
			for (const value of VALUES.slice(0, leaf.length))
				expect([place, said(leaf)]).toEqual([place, expect.stringContaining(value)]);
	}
});

test('every text of the built-in templates is among them, and no other', () => {
	const templates: readonly Template[] = Object.values(BUILT_IN_TEMPLATES);
	const written = templates.flatMap(({ display_name: displayName, fields }) => [
		displayName,
		...fields.flatMap(({ label, help, placeholder, options = [] }) => [label, help, placeholder, ...options]),
	]);
	const all = new Set(written.filter((text) => text !== undefined));
	expect([...Object.keys(en.builtIn), ...SAID_ALIKE].sort()).toEqual([...all].sort());
	expect(Object.values(en.builtIn)).toEqual(Object.keys(en.builtIn));
});

test('text of an agent or operator stays as it is, to the letter', () => {
	expect(textIn('Password', de)).toBe('Passwort');
	for (const text of ['password', 'Password ', 'Your Password', 'OpenAI', 'constructor', '__proto__', ''])
		expect(textIn(text, de)).toBe(text);
	const field = { name: 'Password', label: 'PIN', type: 'select', options: ['Password'] } as const;
	expect(fieldIn({ ...field, help: 'PEM.', placeholder: 'Port 5432' }, de)).toEqual({
		...field,
		help: de.builtIn['PEM.'],
		placeholder: 'Port 5432',
	});
});

describe.each(OTHERS.map((language) => [language.tag, language] as const))('%s', (tag, language) => {
	let texts: Texts;
	beforeAll(async () => {
		texts = await language.load();
	});

	test('says its own tag', () => {
		expect(texts.language).toBe(tag);
	});

	test('has every text that English has, and no other', () => {
		expect(leaves(texts).map(([place]) => place)).toEqual(leaves(en).map(([place]) => place));
	});

	test('says nothing in English, unless the word is the same', () => {
		const english = saidBy(en);
		const same = [...saidBy(texts)].filter(([place, text]) => english.get(place) === text);
		expect(same.map(([place]) => place)).toEqual(SAME_AS_ENGLISH[tag] ?? []);
	});

	test('uses all that its texts are given', () => {
		const english = new Map(leaves(en));
		for (const [place, leaf] of leaves(texts)) {
			const given = english.get(place);
			expect([place, typeof leaf]).toEqual([place, typeof given]);
			if (typeof given !== 'function') continue;
			for (const value of VALUES.slice(0, given.length))
				expect([place, said(leaf)]).toEqual([place, expect.stringContaining(value)]);
		}
	});

	test('keeps what is the same everywhere: the example of a code, https, JavaScript', () => {
		const own = saidBy(texts);
		for (const [place, text] of saidBy(en)) {
			for (const kept of ['ABCD‑1234', 'https', 'JavaScript'])
				if (text.includes(kept))
					expect([place, own.get(place)]).toEqual([place, expect.stringContaining(kept)]);
		}
	});

	test('ends sentences, questions and running work as English does', () => {
		const own = saidBy(texts);
		for (const [place, text] of saidBy(en)) {
			const there = own.get(place) ?? '';
			const ending = /[.?…:]$/.exec(text)?.[0];
			const allowed = { '.': /[.。]$/, '?': /[?？]$/, '…': /…$/, ':': /[:：。]$/ }[ending ?? ''];
			if (allowed !== undefined) expect([place, there]).toEqual([place, expect.stringMatching(allowed)]);
			expect([place, there]).toEqual([place, expect.not.stringMatching(/[!！]|^\s|\s$|'|"|\.\.\./)]);
		}
	});

	test('speaks to people with respect', () => {
		const familiar = FAMILIAR[tag] ?? /./;
		for (const [place, text] of saidBy(texts))
			expect([place, text]).toEqual([place, expect.not.stringMatching(familiar)]);
	});
});
