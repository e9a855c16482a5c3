import { createHash } from 'node:crypto';
import { BRANDING, brandingFile } from '../page/branding-file';
import { startBroker } from '../support/broker';

const sha256 = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** What runs or styles in a document: the contents of its elements by their name. */
function inlineParts(html: string): Record<'script' | 'style', string[]> {
	const found = [...html.matchAll(/<(script|style)((?: [a-z]+="[^"]*")*)>([^]*?)<\/\1>/g)];
	const contents = (wanted: string) =>
		found.flatMap(([, name, attributes = '', content = '']) =>
			name === wanted && !attributes.includes('application/json') ? [content] : [],
		);
	return { script: contents('script'), style: contents('style') };
}

/** The hashes that a policy has in a directive. */
function hashesOf(policy: string, directive: string): string[] {
	const [, sources = ''] = new RegExp(`(?:^|;)${directive} ([^;]*)`).exec(policy) ?? [];
	return sources.match(/'sha256-[^']+'/g) ?? [];
}

describe.each([
	['', {}, 1],
	[', with branding', { LINKAUTH_BRANDING_FILE: brandingFile(BRANDING) }, 2],
])('the documents%s', (_, environment: Readonly<Record<string, string>>, styles) => {
	test.each(['en', 'de', 'ar', 'zh-Hans'])('%s holds exactly what its policy allows', async (language) => {
		const { url } = await startBroker(environment);
		const answer = await fetch(`${url}/connect/ABCD-EFGH`, { headers: { 'accept-language': language } });
		const html = await answer.text();
		expect(answer.headers.get('content-language')).toBe(language);
		const policy = answer.headers.get('content-security-policy') ?? '';
		const parts = inlineParts(html);
		expect(parts.script).toHaveLength(2);
		expect(parts.style).toHaveLength(styles);
		expect(hashesOf(policy, 'script-src')).toEqual(parts.script.map(sha256));
		expect(hashesOf(policy, 'style-src')).toEqual(parts.style.map(sha256));
		expect(policy).not.toMatch(/unsafe|\*|data:|blob:|http/);
		// Nothing else could run or style: no attributes, no script from elsewhere, and the texts end where they should.
		expect(html).not.toMatch(/\sstyle=|\son[a-z]+=|<script[^>]*\ssrc=/);
		expect(html.match(/<\/script>/g)).toHaveLength(3);
		const [, texts = ''] = /<script id="texts" type="application\/json">([^]*?)<\/script>/.exec(html) ?? [];
		expect(JSON.parse(texts)).toHaveProperty('check.yes');
	});
});

test('what an operator’s branding says is no script, whatever it is', async () => {
	const name = '</title><script>alert(1)</script>%LOGO:';
	const { url } = await startBroker({ LINKAUTH_BRANDING_FILE: brandingFile({ name }) });
	const answer = await fetch(`${url}/connect`);
	const html = await answer.text();
	expect(html).not.toContain('<script>alert');
	expect(html).toContain('&#60;script&#62;alert(1)');
	expect(answer.headers.get('content-security-policy')).not.toContain(sha256('alert(1)'));
});

test('the broker looks nothing up for a document: a link preview leaves the request as it was', async () => {
	const { url } = await startBroker();
	const [known, unknown] = await Promise.all(
		['/connect/ABCD-EFGH', '/connect'].map(async (path) => (await fetch(url + path)).text()),
	);
	expect(known).toBe(unknown);
});
