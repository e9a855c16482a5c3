import { describeInChromium } from '../support/chromium';
import { awaiting, httpRequest, request } from '../support/n8n-workflow';
import { formsOf } from '../support/secret-forms';
import { LINK, runFromCanvas } from './support/canvas-run';
import { Editor } from './support/editor';
import { startScene, textOf, type Scene } from './support/scene';

const SECRET = 'sk-editor-0123456789abcdef';

describeInChromium('in n8n’s editor', () => {
	let scene: Scene;
	let editor: Editor;
	beforeAll(async () => {
		scene = await startScene();
		editor = await Editor.open(scene.n8n);
	});
	afterAll(async () => {
		await editor.close();
		await scene.stop();
	});

	test('somebody finds the nodes, makes a credential that n8n tests, and asks', async () => {
		await editor.go('/workflow/new');
		await editor.add('manual', 'Trigger manually');
		await editor.find('linkauth', 'Await Credential');
		await editor.add('request credential', 'Request Credential');

		await editor.makeCredential(scene.broker.url);
		await editor.closeCredential();
		await editor.write('displayName', 'ACME');
		await editor.part('node-execute-button').click();
		await editor.outputs('pending');
		expect(await editor.output()).toMatch(LINK);
	});

	test('a workflow runs from the canvas: the person gives, and every output can be read', async () => {
		const nodes = [request(), awaiting(), httpRequest(`${scene.service.url}/things`)];
		const run = { name: 'From the canvas', nodes, secret: SECRET };
		const execution = await runFromCanvas(scene, editor, run);
		expect(execution.status).toBe('success');
		expect(scene.service.received.at(-1)?.headers.authorization).toBe(`Bearer ${SECRET}`);
		await editor.openNode('Await Credential');
		await editor.outputs('ready');
		for (const name of ['Received', 'Declined', 'Expired']) {
			await editor.part('output-panel').getByText(name).first().waitFor();
		}
		expect(await editor.output()).toContain('la1.credential.');
		await editor.closeNode();
		await editor.openNode('HTTP Request');
		await editor.outputs('seen');

		const everything = textOf(execution) + scene.n8n.everythingWritten() + editor.everythingSent();
		expect(everything).toContain('la1.credential.');
		expect(formsOf(SECRET).filter((form) => everything.includes(form))).toEqual([]);
	});
});
