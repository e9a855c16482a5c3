import { startBroker, type RunningBroker } from '../support/broker';
import { readCatalogue } from './language-texts';

describe('the language of the document', () => {
	let broker: RunningBroker;
	beforeAll(async () => {
		broker = await startBroker();
	});

	test.each([
		['de', 'de'],
		['de-AT, en;q=0.5', 'de'],
		['pt-PT', 'pt-BR'],
		['pt-BR,pt;q=0.9,en;q=0.8', 'pt-BR'],
		['zh-CN', 'zh-Hans'],
		['zh-TW,zh;q=0.9', 'zh-Hans'],
		['ja,en;q=0.1', 'ja'],
		['ar-EG', 'ar'],
		['sv, nl;q=0.5, pl;q=0.7', 'pl'],
		['en-GB,en;q=0.9,de;q=0.8', 'en'],
		['sv', 'en'],
		['*', 'en'],
		['de;q=0, *', 'en'],
		['', 'en'],
		['///;;q=,,,-', 'en'],
	])('Accept-Language: %s gives %s', async (accepted, expected) => {
		const { document, loading } = readCatalogue(expected);
		for (const path of ['/connect', '/connect/ABCD-EFGH']) {
			const answer = await fetch(broker.url + path, { headers: { 'accept-language': accepted } });
			const html = await answer.text();
			expect(answer.headers.get('content-language')).toBe(expected);
			expect(answer.headers.get('vary')).toMatch(/\baccept-language\b/i);
			expect(html).toContain(`<html lang="${expected}" dir="${expected === 'ar' ? 'rtl' : 'ltr'}">`);
			expect(html).toContain(`<title>${document.title} · LinkAuth</title>`);
			expect(html).toContain(`content="${document.description}"`);
			expect(html).toContain(document.noScript.text);
			expect(html).not.toMatch(/%[A-Z_]{3,}[:%]/);
			expect(html).toContain(`<p class="lead" data-text="loading.text">${loading.text}</p>`);
		}
	});
});
