import { person } from '../support/person';
import { formsOf } from '../support/secret-forms';
import { Chat } from './support/chat';
import { everythingExecuted, example, reached, type Example } from './support/example';
import { startMailServer, type MailServer } from './support/mail-server';
import { startTestbed, type Testbed } from './support/testbed';
import { NEWEST_FIRST } from './support/prepared-n8n';

const SECRET = 'sk-told-0123456789abcdef/+=ü';
const CODE = /\b[0-9A-Z]{4}-[0-9A-Z]{4}\b/;

describe.each(NEWEST_FIRST)('asking on the %s n8n', (release) => {
	let testbed: Testbed;
	let post: MailServer;
	beforeAll(async () => {
		[testbed, post] = await Promise.all([startTestbed({ release }), startMailServer()]);
	});
	afterAll(async () => {
		await Promise.all([testbed.stop(), post.stop()]);
	});

	const codeIn = (text = ''): string => CODE.exec(text)?.[0] ?? '';

	async function expectNowhere(workflow: Example, told: string): Promise<void> {
		const everything =
			(await everythingExecuted(testbed, workflow.id)) + testbed.n8n.everythingWritten() + told;
		expect(formsOf(SECRET).filter((form) => everything.includes(form))).toEqual([]);
		expect(['PRIVATE KEY', 'privateKey', '"pt_'].filter((text) => everything.includes(text))).toEqual([]);
	}

	describe('ask-in-chat.json', () => {
		async function chatting() {
			const workflow = await example(testbed, 'ask-in-chat.json', { parameters: { Chat: { public: true } } });
			await testbed.n8n.api.activate(workflow.id);
			const conversation = await new Chat(testbed.n8n.url, workflow.file).listen('My invoices, please.');
			return { workflow, conversation };
		}

		test('the chat shows link and code, and goes on when the person is done', async () => {
			const { workflow, conversation } = await chatting();
			const asked = await conversation.message(0);
			expect(asked).toContain('Please connect ACME: To read your invoices.');
			const code = codeIn(asked);
			expect(asked).toMatch(new RegExp(`/connect/${code}#k=[A-Za-z0-9_-]{43} `));
			expect((await person.give(testbed.broker.url, code, { api_key: SECRET })).status).toBe(204);
			expect(await conversation.message(1)).toContain('Thank you.');
			expect((await reached(testbed, conversation.execution)).status).toBe('success');
			expect(testbed.service.received.at(-1)?.headers.authorization).toBe(`Bearer ${SECRET}`);
			await expectNowhere(workflow, conversation.said.join('\n'));
			conversation.close();
		});

		test('a person who declines gets a friendly word', async () => {
			const before = testbed.service.received.length;
			const { conversation } = await chatting();
			await person.deny(testbed.broker.url, codeIn(await conversation.message(0)));
			expect(await conversation.message(1)).toContain('nothing was stored');
			expect(testbed.service.received).toHaveLength(before);
			conversation.close();
		});
	});

	test('ask-by-mail.json: the mail has link and code, and the workflow goes on when the person is done', async () => {
		const smtp = await testbed.n8n.session.createCredential('smtp', 'Mail', post.credential);
		const workflow = await example(testbed, 'ask-by-mail.json', { credentials: { smtp } });
		const execution = await workflow.run();
		const mail = await post.mail(0);
		expect(mail.to).toMatchObject([{ address: 'kim@example.com' }]);
		expect(mail.subject).toBe('Please connect ACME');
		expect(mail.text).toMatch(/^Hello Kim,\n\nACME needs a key of yours\. To read your invoices\.\n/);
		const code = codeIn(mail.text);
		// It works for an hour, and is a long link therefore.
		expect(mail.text).toMatch(/\/connect\/[\w-]{28}#k=[\w-]{43}\n/);
		expect((await person.give(testbed.broker.url, code, { api_key: SECRET })).status).toBe(204);
		expect((await reached(testbed, execution)).status).toBe('success');
		expect(testbed.service.received.at(-1)?.headers.authorization).toBe(`Bearer ${SECRET}`);
		await expectNowhere(workflow, post.raw());
	});
});
