import { mkdirSync, readdirSync, statSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { inRepository } from '../support/repository';
import { Editor } from './support/editor-page';
import { startN8n, type RunningN8n } from './support/n8n';

/** Pixels around a workflow. */
const MARGIN = 24;
/** Bytes. */
const LARGEST = 250_000;
const FOLDER = inRepository('docs/images/workflows');

/** The credentials that the workflows name: n8n finds them by their names when a workflow is pasted. */
const CREDENTIALS = [
	['linkAuthApi', 'LinkAuth account', { baseUrl: 'https://broker.example.com', apiKey: '' }],
	['linkAuthOAuthAppApi', 'LinkAuth OAuth App account', { provider: 'google', clientId: 'none' }],
	['openAiApi', 'OpenAi account', { apiKey: 'none' }],
	['smtp', 'SMTP account', { host: 'mail.example.com' }],
	['n8nApi', 'n8n account', { apiKey: 'none', baseUrl: 'https://n8n.example.com/api/v1' }],
	['httpHeaderAuth', 'ACME team key', { name: 'X-API-Key', value: 'none' }],
] as const;

/** Everything but the workflow itself. */
const HIDDEN = `
	.vue-flow__minimap, .vue-flow__panel, .vue-flow__background,
	[data-test-id="canvas-controls"], [data-test-id="canvas-handle-plus-wrapper"],
	[data-test-id="canvas-handle-plus"], .el-notification, [data-test-id="logs-panel"],
	[class*="executionButtons"]
	{ display: none !important; }
	.vue-flow { background: #fff !important; }
`;

/** The pictures of the documentation, taken from the editor: `npm run pictures`. */
describe('pictures of the workflows', () => {
	let n8n: RunningN8n;
	let editor: Editor;
	beforeAll(async () => {
		mkdirSync(FOLDER, { recursive: true });
		n8n = await startN8n();
		for (const [type, name, data] of CREDENTIALS) await n8n.session.createCredential(type, name, data);
		editor = await Editor.open(n8n);
	});
	afterAll(async () => {
		await editor.close();
		await n8n.stop();
	});

	test.each(readdirSync(inRepository('workflows')))('%s', async (name) => {
		const { page } = editor;
		await page.setViewportSize({ width: 1920, height: 1800 });
		await editor.paste(inRepository('workflows', name));
		await page.addStyleTag({ content: HIDDEN });
		await page.locator('.vue-flow__pane').click({ position: { x: 4, y: 4 } });
		await page.keyboard.press('1');
		await page.waitForTimeout(1_000);
		const path = `${FOLDER}/${name.replace('.json', '.png')}`;
		await page.screenshot({ path, clip: await surroundings(page), animations: 'disabled' });
		expect(statSync(path).size).toBeLessThan(LARGEST);
	});
});

/** The part of the page that has the workflow. */
async function surroundings(page: Page) {
	return await page.evaluate((margin) => {
		const boxes = [...document.querySelectorAll('.vue-flow__node, .vue-flow__edge-path')].map((element) =>
			element.getBoundingClientRect(),
		);
		const x = Math.min(...boxes.map(({ left }) => left)) - margin;
		const y = Math.min(...boxes.map(({ top }) => top)) - margin;
		const right = Math.max(...boxes.map(({ right }) => right)) + margin;
		// Names stand below the nodes, out of their boxes.
		const bottom = Math.max(...boxes.map(({ bottom }) => bottom)) + margin + 48;
		return { x, y, width: right - x, height: bottom - y };
	}, MARGIN);
}
