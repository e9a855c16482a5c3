import { describeInChromium } from '../support/chromium';
import { awaiting, httpRequest, request } from '../support/n8n-workflow';
import { formsOf } from '../support/secret-forms';
import { LINK, runFromCanvas } from './support/canvas-run';
import { Editor } from './support/editor-page';
import { startTestbed, textOf, type Testbed } from './support/testbed';

const SECRET = 'sk-editor-0123456789abcdef';

describeInChromium('in n8n’s editor', () => {
	let testbed: Testbed;
	let editor: Editor;
	beforeAll(async () => {
		testbed = await startTestbed();
		editor = await Editor.open(testbed.n8n);
	});
	afterAll(async () => {
		await editor.close();
		await testbed.stop();
	});

	test('somebody finds the nodes, makes a credential that n8n tests, and asks', async () => {
		await editor.go('/workflow/new');
		await editor.add('manual', 'Trigger manually');
		await editor.find('linkauth', 'Await Credential');
		await editor.add('request credential', 'Request Credential');

		await editor.makeCredential(testbed.broker.url);
		await editor.closeCredential();
		await editor.write('displayName', 'ACME');
		await editor.part('node-execute-button').click();
		await editor.outputs('pending');
		expect(await editor.output()).toMatch(LINK);
	});

	test('a workflow runs from the canvas: the person gives, and every output can be read', async () => {
		const nodes = [request(), awaiting(), httpRequest(`${testbed.service.url}/things`)];
		const run = { name: 'From the canvas', nodes, secret: SECRET };
		const execution = await runFromCanvas(testbed, editor, run);
		expect(execution.status).toBe('success');
		expect(testbed.service.received.at(-1)?.headers.authorization).toBe(`Bearer ${SECRET}`);
		await editor.openNode('Await Credential');
		await editor.outputs('ready');
		for (const name of ['Received', 'Declined', 'Expired']) {
			await editor.part('output-panel').getByText(name).first().waitFor();
		}
		expect(await editor.output()).toContain('la1.credential.');
		await editor.closeNode();
		await editor.openNode('HTTP Request');
		await editor.outputs('seen');

		const everything = textOf(execution) + testbed.n8n.everythingWritten() + editor.everythingSent();
		expect(everything).toContain('la1.credential.');
		expect(formsOf(SECRET).filter((form) => everything.includes(form))).toEqual([]);
	});
});
