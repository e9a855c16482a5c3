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
		['api.openai.com', 'api.openai.com'],
		['*.example.com', '*.example.com'],
		['\u0430pple.com', '\u0430pple.com (xn--pple-43d.com)'],
		['münchen.de', 'münchen.de (xn--mnchen-3ya.de)'],
	])('the host %s is shown as %s', (host, shown) => {
		expect(visibleHost(host)).toBe(shown);
	});
});
