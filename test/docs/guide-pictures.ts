import { mkdirSync, statSync } from 'node:fs';
import type { Locator } from 'playwright-core';
import { runFromCanvas } from '../n8n/support/canvas-run';
import { Editor } from '../n8n/support/editor-page';
import type { WorkflowFile } from '../n8n/support/public-api';
import { startTestbed, type Testbed } from '../n8n/support/testbed';
import { awaiting, httpRequest, inARow, request } from '../support/n8n-workflow';
import { inRepository } from '../support/repository';

/** Bytes. */
const LARGEST = 150_000;
/** Part of an open node that shows its input. */
const INPUT = 0.316;
const FOLDER = inRepository('docs/images/n8n');

/** The pictures of the builder's guide, taken from n8n's editor: `npm run pictures`. */
describe('pictures of the guide', () => {
	let testbed: Testbed;
	let editor: Editor;
	beforeAll(async () => {
		mkdirSync(FOLDER, { recursive: true });
		testbed = await startTestbed();
		editor = await Editor.open(testbed.n8n);
		await editor.page.setViewportSize({ width: 1180, height: 700 });
	});
	afterAll(async () => {
		await editor.close();
		await testbed.stop();
	});

	/** A part of the page, or the open node with its output as JSON. */
	const picture = async (name: string, part?: Locator, height?: number) => {
		const { page } = editor;
		// What lies over the rest: messages, and at the edges the nodes before and after.
		await page.addStyleTag({
			content: '.el-notification, [data-test-id="floating-nodes"] { display: none !important; }',
		});
		if (part === undefined) {
			await editor.part('output-panel').getByText('JSON', { exact: true }).click();
			await editor
				.part('output-panel')
				.getByText('"status"')
				.or(editor.part('output-panel').getByText('"seen"'))
				.first()
				.waitFor();
		}
		const box = await (part ?? editor.part('ndv')).boundingBox();
		if (box === null) throw new Error(`${name} is not on the page`);
		// What comes in stands on the left, and is what the node before has shown.
		const left = part === undefined ? box.width * INPUT : 0;
		await page.waitForTimeout(1_000);
		const path = `${FOLDER}/${name}.png`;
		const clip = { ...box, x: box.x + left, width: box.width - left, height: height ?? box.height };
		await page.screenshot({ path, animations: 'disabled', clip });
		expect(statSync(path).size).toBeLessThan(LARGEST);
	};

	test('panel, credential and parameters', async () => {
		await editor.go('/workflow/new');
		// The panel is drawn more than once while it loads.
		await editor.page.waitForTimeout(3_000);
		await editor.add('manual', 'Trigger manually');
		await editor.find('linkauth', 'Await Credential');
		await picture('panel', editor.part('node-creator'), 340);
		await editor.add('request credential', 'Request Credential');
		await editor.makeCredential(testbed.broker.url);
		await picture('credential', editor.credential());
		await editor.closeCredential();
		await editor.write('displayName', 'ACME');
		await editor.write('reason', 'To read last month’s invoices');
		await editor.part('node-execute-button').click();
		await editor.outputs('pending');
		await picture('request');
	});

	test('a client of one’s own, and a sign-in that is asked for with it', async () => {
		const app = { id: '', name: 'GitHub: Invoice robot' };
		app.id = await testbed.n8n.session.createCredential('linkAuthOAuthAppApi', app.name, {
			provider: 'github',
			clientId: 'Ov23liExampleOfAClient',
			clientSecret: 'an example of a client secret',
		});
		const asking = request({
			template: 'signIn',
			redeemedBy: 'workflow',
			scopes: 'read:user repo',
			displayName: '',
			reason: 'To read the invoices attached to your issues',
			options: {},
		});
		const file = inARow({ ...asking, credentials: { ...asking.credentials, linkAuthOAuthAppApi: app } });
		const id = await testbed.create({ name: 'Sign in', ...file } as unknown as WorkflowFile);
		await editor.go(`/workflow/${id}`);
		await editor.openNode('Request Credential');
		await editor.part('node-execute-button').click();
		await editor.outputs('pending');
		await editor.outputs('Redirect URL for your app at the provider');
		await picture('sign-in-request');
		await editor.part('credential-edit-button').last().click();
		await editor.part('parameter-input-clientId').waitFor();
		// The example is no client that GitHub knows, which the window says.
		await editor.page
			.getByText(/^Couldn.t connect/)
			.first()
			.evaluate((text) => {
				let box: Element = text;
				while (box.parentElement?.querySelector('[data-test-id="parameter-input-clientId"]') === null)
					box = box.parentElement;
				box.remove();
			});
		await picture('sign-in-app', editor.credential());
		await editor.closeCredential();
		await editor.closeNode();
	});

	test('what Await Credential and HTTP Request show', async () => {
		const nodes = [
			request({ displayName: 'ACME', allowedHosts: new URL(testbed.service.url).host }),
			awaiting(),
			httpRequest(`${testbed.service.url}/invoices`),
		];
		const run = { name: 'Ask and use', nodes, secret: 'sk-guide-0123456789abcdef' };
		expect((await runFromCanvas(testbed, editor, run)).status).toBe('success');
		await editor.openNode('Await Credential');
		await editor.outputs('ready');
		await picture('await');
		await editor.closeNode();
		await editor.openNode('HTTP Request');
		await editor.outputs('seen');
		await picture('http-request');
	});
});
