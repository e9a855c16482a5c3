import { visibleHost, visibleText } from '../../broker/page/visible-text';

describe('untrusted text', () => {
	test.each([
		['an override', 'exe.\u202Egnp', 'exe.\uFFFDgnp'],
		['an isolate', 'a\u2066b\u2069', 'a\uFFFDb\uFFFD'],
		['a control', 'a\u0000b\u009Bc', 'a\uFFFDb\uFFFDc'],
		['a zero-width space', 'exa\u200Bmple', 'exa\uFFFDmple'],
		['tag characters', 'a\u{E0041}', 'a\uFFFD'],
		['a lone surrogate', 'a\uD800b', 'a\uFFFDb'],
		['line breaks', 'one\r\n\u2028two\tthree', 'one two three'],
		['direction marks, which do no harm', '\u200Fשלום\u200E', 'שלום'],
		['joined emoji and Persian, which need their joiners', '👩‍💻 می‌خواهم', '👩‍💻 می‌خواهم'],
	])('%s', (_name, text, shown) => {
		expect(visibleText(text)).toBe(shown);
	});

	test.each([
		['a braille blank', 0x2800],
		['a grapheme joiner', 0x034f],
		['a Khmer vowel that is not written', 0x17b4],
		['another', 0x17b5],
		['a Hangul filler', 0x115f],
		['a Hangul vowel filler', 0x1160],
		['a Hangul filler of another standard', 0x3164],
		['a halfwidth Hangul filler', 0xffa0],
		['a variation selector', 0xfe00],
		['the emoji selector behind a letter', 0xfe0f],
		['a supplementary variation selector', 0xe0100],
		['a Mongolian selector', 0x180b],
		['a Mongolian separator', 0x180e],
		['the Mongolian selector that came last', 0x180f],
		['a word joiner', 0x2060],
		['an invisible operator', 0x2063],
		['a joiner between Latin letters', 0x200d],
		['a non-joiner between Latin letters', 0x200c],
		['a shorthand control', 0x1bca0],
		['a musical control', 0x1d173],
		['a note without a head', 0x1d159],
		['the first tag', 0xe0001],
		['the last tag', 0xe007f],
		['an unassigned character that is drawn as nothing', 0xe0fff],
		['a private character', 0xe000],
		['a noncharacter', 0xffff],
		['an annotation', 0xfff9],
		['a placeholder for an object', 0xfffc],
	])('%s is shown', (_name, code) => {
		const hidden = String.fromCodePoint(code);
		expect(visibleText(`a${hidden}b`)).toBe('a\uFFFDb');
		expect(visibleText(hidden.repeat(3))).toBe('\uFFFD'.repeat(3));
	});

	test.each([
		['emoji with a selector', '❤️ ☎️ ✔︎ 1️⃣ #️⃣'],
		['joined emoji', '👨‍👩‍👧‍👦 🏳️‍🌈 🧑🏽‍🚒 ❤️‍🔥 👁️‍🗨️'],
		['flags, with tags and without', '🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F} 🇩🇪'],
		['Persian', 'نمی‌خواهم ه‍.ش'],
		['Hindi and Bengali', 'क्‍ष र्‌य র‌্যাব'],
		['Sinhala', 'ශ්‍රී ලංකා'],
		['Kannada', 'ರಾಜ್‌ಕುಮಾರ್'],
		['Mongolian', 'ᠪᠠᠭᠠ\u180Bᠨ'],
		['Japanese with a variant', '葛\u{E0100}飾区'],
		['Vietnamese, composed', 'Tiếng Việt ẫ ữ'],
		['Vietnamese, decomposed', 'Tiếng Việt ẫ ữ'.normalize('NFD')],
		['Arabic with all its marks', 'ٱلرَّحْمَٰنِ ٱلرَّحِيمِ'],
		['an Arabic number sign', '\u0600١٢'],
		['Hebrew with points and accents', 'בְּרֵאשִׁ֖ית שָּׁ֝'],
		['Thai', 'ผู้ที่ น้ำ ก์'],
		['Burmese', 'ကျွန်ုပ် လွှဲ့'],
		['Tibetan', 'ཨོཾ་མ་ཎི་པདྨེ་ཧཱུྃ'],
		['Khmer', 'ស្រ្តី ព្រះ'],
		['phonetics', 'ɔ̃̀ː ẽ̞́'],
	])('%s stays as it is written', (_name, text) => {
		expect(visibleText(text)).toBe(text);
	});

	test.each([
		['on a letter', `Z${'\u0335'.repeat(9)}algo`, 'Z\u0335\u0335\u0335\uFFFDalgo'],
		['of several kinds', 'Z\u0300\u0323\u0489\u20DD\u0336x', 'Z\u0300\u0323\u0489\uFFFDx'],
		['in Thai', `ก${'\u0E49'.repeat(20)}`, 'ก\u0E49\u0E49\u0E49\uFFFD'],
		['in Tibetan', `ཀ${'\u0FAD'.repeat(20)}`, `ཀ${'\u0FAD'.repeat(5)}\uFFFD`],
		['with a hidden character between', 'Z\u0300\u0300\u0300\u034F\u0300', 'Z\u0300\u0300\u0300\uFFFD\u0300'],
		['on nothing', '\u0300a', '\u25CC\u0300a'],
		['on a space', ' \u0300a', '\u25CC\u0300a'],
	])('marks that are stacked %s', (_name, text, shown) => {
		expect(visibleText(text)).toBe(shown);
	});

	test.each([
		['joiners', 'می\u200C\u200C\u200Cخ', 'می\u200C\uFFFD\uFFFDخ'],
		['selectors of emoji', '❤\uFE0F\uFE0F', '❤\uFE0F\uFFFD'],
		['selectors of ideographs', '葛\u{E0100}\u{E0101}', '葛\u{E0100}\uFFFD'],
		['tags that are no flag', '🏴\u{E0061}\u{E0062}\u{E007F}', '🏴\uFFFD\uFFFD\uFFFD'],
		['a joiner to nothing', '👩\u200Da', '👩\uFFFDa'],
	])('what may be hidden once is not hidden twice: %s', (_name, text, shown) => {
		expect(visibleText(text)).toBe(shown);
	});

	test('a text of which nothing would be seen is not shown as nothing', () => {
		for (const text of [' ', '\u200E', '\u00AD\n\uFEFF']) expect(visibleText(text)).toBe('\uFFFD');
		expect(visibleText('')).toBe('');
	});

	test('no character is drawn as nothing, whichever it is', () => {
		const hidden = Array.from({ length: 0x110000 }, (_, code) => String.fromCodePoint(code))
			.filter((character) => /[\p{C}\p{Default_Ignorable_Code_Point}]/u.test(character))
			// Reserved for emoji, and drawn as a box until they are.
			.filter((character) => !/\p{Extended_Pictographic}/u.test(character))
			.filter((character) => visibleText(`a${character}b`).includes(character));
		expect(hidden.join('')).toMatch(/^[\u0600-\u0605\u06DD\u070F\u0890\u0891\u08E2\u{110BD}\u{110CD}]+$/u);
	});

	test.each([
		['api.openai.com', 'api.openai.com'],
		['*.example.com', '*.example.com'],
		['\u0430pple.com', '\u0430pple.com (xn--pple-43d.com)'],
		['münchen.de', 'münchen.de (xn--mnchen-3ya.de)'],
	])('the host %s is shown as %s', (host, shown) => {
		expect(visibleHost(host)).toBe(shown);
	});
});
