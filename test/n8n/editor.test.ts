import { describeInChromium } from '../support/chromium';
import { awaiting, httpRequest, inARow, request } from '../support/n8n-workflow';
import { formsOf } from '../support/secret-forms';
import { confirmCode, sendKey, visit } from '../page/visit';
import { Editor } from './support/editor';
import { reaches } from './support/executions';
import type { WorkflowFile } from './support/n8n-api';
import { startScene, textOf, type Scene } from './support/scene';

const SECRET = 'sk-editor-0123456789abcdef';
const LINK = /http:\/\/\S+\/connect\/\S+#k=[\w-]+/;

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
		const { page } = editor;
		await editor.go('/workflow/new');
		await editor.add('manual', 'Trigger manually');
		await editor.find('linkauth', 'Await Credential');
		await editor.add('request credential', 'Request Credential');

		await editor
			.part('node-credentials-slot')
			.getByRole('combobox')
			.or(editor.part('node-credentials-select'))
			.first()
			.click();
		await page.getByText('Set up new credential').or(page.getByText('Create new credential')).first().click();
		await editor.write('baseUrl', scene.broker.url);
		await editor.part('credential-save-button').click();
		// Having tested it, n8n closes a new credential's window by itself.
		await editor.part('editCredential-modal').waitFor({ state: 'hidden' });
		await editor.part('credential-edit-button').click();
		await page.getByText('Connection tested successfully').waitFor();
		await editor.part('editCredential-modal').getByRole('button', { name: 'Close' }).click();

		await editor.write('displayName', 'ACME');
		await editor.part('node-execute-button').click();
		await editor.outputs('pending');
		expect(await editor.output()).toMatch(LINK);
	});

	test('a workflow runs from the canvas: the person gives, and every output can be read', async () => {
		const file = inARow(request(), awaiting(), httpRequest(`${scene.service.url}/things`));
		const nodes = file.nodes.map((node, at) => ({ ...node, position: [at * 220, 0] }));
		const id = await scene.create({ name: 'From the canvas', ...file, nodes } as unknown as WorkflowFile);
		await editor.go(`/workflow/${id}`);
		await editor.part('execute-workflow-button').click();
		await editor.openNode('Request Credential');
		await editor.outputs('pending');
		const [link = ''] = LINK.exec(await editor.output()) ?? [];
		await editor.closeNode();
		const person = await visit(editor.browser, link);
		await confirmCode(person);
		await sendKey(person, SECRET);
		await person.sees('Sent');
		await person.close();

		const execution = await reaches(scene.n8n.session, id);
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
