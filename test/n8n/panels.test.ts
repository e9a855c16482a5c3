import type { Locator } from 'playwright-core';
import { describeInChromium } from '../support/chromium';
import { inARow } from '../support/n8n-workflow';
import { until } from '../support/until';
import { Editor } from './support/editor-page';
import { startN8n, type RunningN8n } from './support/n8n';
import type { WorkflowFile } from './support/public-api';

/** What somebody types who does not know the nodes. */
const WORDS = ['ask for password', 'secret', 'api key', 'credential request', 'human', 'login', 'oauth'];

describe.each(['newest', 'oldest'] as const)('n8n (%s)', (release) => {
	describeInChromium('the panels of the nodes, in its editor', () => {
		let n8n: RunningN8n;
		let editor: Editor;
		beforeAll(async () => {
			n8n = await startN8n({ release });
			editor = await Editor.open(n8n);
			const file = { name: 'Panels', ...inARow(), settings: {} } as unknown as WorkflowFile;
			await editor.go(`/workflow/${await n8n.api.createWorkflow(file)}`);
			await editor.part('canvas-node').first().waitFor();
		});
		afterAll(async () => {
			await editor.close();
			await n8n.stop();
		});

		test.each(WORDS)('searching for %j finds both nodes', async (words) => {
			await editor.find(words, 'Request Credential');
			await editor.find(words, 'Await Credential');
		});

		test('Allowed Hosts has what the template knows, and keeps what is written', async () => {
			await editor.add('request credential', 'Request Credential');
			const hosts = editor.part('parameter-input-allowedHosts').locator('input, textarea').first();
			const choose = async (template: string) => {
				await editor.part('parameter-input-template').locator('input').first().click();
				await editor.page
					.locator('[role="option"]:visible')
					.getByText(template, { exact: true })
					.first()
					.click();
			};
			await choose('OpenAI');
			await expectValue(hosts, 'api.openai.com');
			await choose('Anthropic');
			await expectValue(hosts, 'api.anthropic.com');
			await choose('API Key');
			await expectValue(hosts, '');
			await editor.write('allowedHosts', 'api.acme.example');
			await choose('OpenAI');
			await expectValue(hosts, 'api.acme.example');
			await editor.closeNode();
		});

		test('Await Credential begins with the credential', async () => {
			await editor.add('await credential', 'Await Credential');
			const top = async (part: Locator) => (await part.first().boundingBox())?.y ?? Infinity;
			// Of n8n 2, and of n8n 1.
			const credential = editor.part('node-credentials-slot').or(editor.part('node-credentials-select'));
			expect(await top(credential)).toBeLessThan(await top(editor.part('parameter-input-from')));
			await editor.closeNode();
		});
	});
});

async function expectValue(field: { inputValue(): Promise<string> }, value: string): Promise<void> {
	await until(async () => (await field.inputValue()) === value, 10_000);
}
