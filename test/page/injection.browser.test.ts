import { call } from '../support/http';
import { NAMES, PAYLOADS } from './injection-payloads';
import { skeleton, watchForInjection } from './injection-watch';
import { describeOnThePage } from './page-suite';
import { ask, type Visit, declineForSure } from './visit';

/** A request with the same text in every member that an agent writes. */
function saying(text: string): Readonly<Record<string, unknown>> {
	const types = ['text', 'textarea', 'select', 'file', 'otp'];
	return {
		template: undefined,
		display_name: text,
		reason: `${text}\n${text}`,
		requester: { name: text, detail: text },
		allowed_hosts: ['api.example.com'],
		fields: NAMES.map((name, at) => {
			// The browser has something to say where there are several passwords.
			const type = name === 'x' ? 'password' : (types[at % types.length] ?? 'text');
			const options = type === 'select' && { options: [text, `${text} `.repeat(2).slice(0, 200)] };
			return { name, label: text, type, help: text, placeholder: text, pattern: '[<>"&]{0,9}', ...options };
		}),
	};
}

/** Goes through the page, and inspects each view on the way, in two languages. */
async function throughEveryView(
	visited: Visit,
	inspect: (page: Visit['page'], view: string) => Promise<void>,
): Promise<void> {
	const { page } = visited;
	const inBothLanguages = async (view: string) => {
		await inspect(page, view);
		for (const language of ['de', 'en']) {
			await page.locator('#language-choice').selectOption(language);
			await page.locator(`html[lang=${language}]`).waitFor();
			if (language === 'de') await inspect(page, `${view}, in German`);
		}
	};
	await visited.seesCheck();
	await inBothLanguages('check');
	await visited.press('Report this request');
	await visited.sees('Report this request?');
	await inBothLanguages('report');
	await visited.press('Go back');
	await visited.press('Yes, it matches');
	await visited.sees('Enter the credential');
	await inBothLanguages('form');
	await visited.press('Encrypt and send');
	await page.locator('.summary-place h2, .problem:visible').first().waitFor();
	await inBothLanguages('problems');
	await visited.press('Decline');
	await declineForSure(visited);
	await visited.sees('Declined');
	await inBothLanguages('declined');
}

const found: string[] = [];

describeOnThePage(
	'what an agent writes into a request',
	(on) => {
		const harmless = new Map<string, readonly string[]>();

		afterEach(() => {
			expect(found.splice(0)).toEqual([]);
		});

		beforeAll(async () => {
			const { reply } = await ask(on.url, saying('ACME'));
			const visited = await on.open(`/connect/${reply.code}`);
			await throughEveryView(visited, async (page, view) => {
				harmless.set(view, await skeleton(page));
			});
		}, 60_000);

		test.each(PAYLOADS)(
			'%s is shown as the text that it is, before and after the code is confirmed',
			async (_, payload) => {
				const { reply } = await ask(on.url, saying(payload));
				const visited = await on.open(`/connect/${reply.code}`);
				const { page } = visited;
				await visited.seesCheck();
				expect(await skeleton(page)).toEqual(harmless.get('check'));
				expect(await page.locator('main').innerText()).toContain(payload);
				await visited.press('Yes, it matches');
				await visited.sees('Enter the credential');
				expect(await skeleton(page)).toEqual(harmless.get('form'));
			},
		);

		test.each(PAYLOADS.filter((_, at) => at % 7 === 3))(
			'%s is shown as the text that it is, in every view and in two languages',
			async (_, payload) => {
				const { reply } = await ask(on.url, saying(payload));
				const visited = await on.open(`/connect/${reply.code}`);
				await throughEveryView(visited, async (page, view) => {
					expect([view, await skeleton(page)]).toEqual([view, harmless.get(view)]);
					expect(await page.title()).toMatch(/^[^<>]+ · LinkAuth$/);
				});
			},
		);

		test('names that mean something to JavaScript or to the document are names like any other', async () => {
			const fields = NAMES.map((name, at) => ({ name, label: `Field ${String(at)}.`, type: 'text' }));
			const session = await ask(on.url, {
				template: undefined,
				fields: [...fields.slice(0, 19), { name: 'key', label: 'Key', type: 'file' }],
			});
			const visited = await on.open(`/connect/${session.reply.code}`);
			await visited.press('Yes, it matches');
			await visited.sees('Enter the credential');
			for (let at = 0; at < 19; at += 1)
				await visited.page.getByLabel(`Field ${String(at)}.`).fill(`value ${String(at)}`);
			await visited.page.locator('input[type=file]').setInputFiles({
				name: '<img src=x onerror=ran(1)>.pem',
				mimeType: 'text/html',
				buffer: Buffer.from('<b>PEM</b>'),
			});
			await visited.reads('onerror');
			await visited.press('Encrypt and send');
			await visited.sees('Sent');
			const given = await session.open((await session.poll()).body);
			expect(given).toEqual(
				Object.fromEntries([
					...NAMES.slice(0, 19).map((name, at) => [name, `value ${String(at)}`]),
					['key', '<b>PEM</b>'],
				]),
			);
		});

		test.each([
			['allowed_hosts', ['"><img src=x>']],
			['fields', [{ name: '__proto__', label: 'x', type: 'text' }]],
			['fields', [{ name: '<b>', label: 'x', type: 'text' }]],
		])('markup in what has a form of its own, %s, is refused', async (member, value) => {
			const { keys } = await ask(on.url);
			const body = {
				public_key: keys.publicKey,
				...(member === 'fields' ? {} : { template: 'api_key' }),
				[member]: value,
			};
			const { status, body: problem } = await call(on.url, 'POST', '/v1/sessions', { body });
			expect([status, problem['detail']]).toEqual([400, expect.stringContaining(member)]);
		});
	},
	{},
	{ reuseTab: true, before: (context) => watchForInjection(context, found) },
);
