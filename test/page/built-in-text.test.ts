import { translateBuiltIn, translateField } from '../../broker/page/built-in-text';
import type { Texts } from '../../broker/page/catalogue';
import { BUILT_IN_TEMPLATES, type Template } from '../../protocol/templates';
import { textsIn } from './language-texts';

/** Texts of built-in templates that no language translates: examples of what is typed. */
const NOT_TRANSLATED = [
	...['sk-…', 'sk-ant-…', 'AKIA…', 'eu-central-1'],
	...['-----BEGIN CERTIFICATE-----', '-----BEGIN PRIVATE KEY-----', 'db.example.com', '5432'],
];

let en: Texts;
let de: Texts;
beforeAll(async () => {
	[en, de] = await Promise.all([textsIn('en'), textsIn('de')]);
});

test('the catalogue has every text of the built-in templates, and no other', () => {
	const templates: readonly Template[] = Object.values(BUILT_IN_TEMPLATES);
	const written = templates.flatMap(({ display_name: displayName, fields }) => [
		displayName,
		...fields.flatMap(({ label, help, placeholder, options = [] }) => [label, help, placeholder, ...options]),
	]);
	const all = new Set(written.filter((text) => text !== undefined));
	expect([...Object.keys(en.builtIn), ...NOT_TRANSLATED].sort()).toEqual([...all].sort());
	expect(Object.values(en.builtIn)).toEqual(Object.keys(en.builtIn));
});

test('text of an agent or operator stays as it is, to the letter', () => {
	expect(translateBuiltIn('Password', de)).toBe('Passwort');
	for (const text of [
		'password',
		'Password ',
		'Your Password',
		'OpenAI',
		'openai api key',
		'constructor',
		'__proto__',
		'',
	])
		expect(translateBuiltIn(text, de)).toBe(text);
	const field = { name: 'Password', label: 'PIN', type: 'select', options: ['Password'] } as const;
	expect(translateField({ ...field, help: 'PEM.', placeholder: 'Port 5432' }, de)).toEqual({
		...field,
		help: de.builtIn['PEM.'],
		placeholder: 'Port 5432',
	});
});
