import type { Browser, Locator, Page } from 'playwright-core';
import { launchChromium } from '../../support/chromium';
import type { RunningN8n } from './n8n';

const CREDENTIAL = 'editCredential-modal';

/** n8n's editor in Chromium, as the owner sees it. */
export class Editor {
	readonly #sent: string[] = [];

	private constructor(
		readonly browser: Browser,
		readonly page: Page,
		private readonly url: string,
	) {
		page.on('response', (response) => {
			if (!response.url().includes('/rest/')) return;
			response.text().then(
				(text) => this.#sent.push(text),
				() => undefined,
			);
		});
		page.on('websocket', (socket) => {
			socket.on('framereceived', ({ payload }) => this.#sent.push(payload.toString()));
		});
		page.on('console', (message) => this.#sent.push(message.text()));
	}

	/** Opens Chromium, logged in. */
	static async open({ url, session }: RunningN8n): Promise<Editor> {
		const browser = await launchChromium();
		const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, locale: 'en' });
		await context.addCookies([{ ...session.cookie, url }]);
		const page = await context.newPage();
		page.setDefaultTimeout(30_000);
		await page.addInitScript({ content: "localStorage.setItem('n8n-browserId', 'tests')" });
		return new Editor(browser, page, url);
	}

	close(): Promise<void> {
		return this.browser.close();
	}

	/** All that n8n has sent to the browser so far, as text to search. */
	everythingSent(): string {
		return this.#sent.join('\n');
	}

	/** What n8n itself names a part of its page. */
	part(name: string): Locator {
		return this.page.locator(`[data-test-id="${name}"]:visible`);
	}

	async go(path: string): Promise<void> {
		await this.page.goto(this.url + path);
	}

	/** Searches the panel until it offers a node of this name. */
	async find(words: string, name: string): Promise<Locator> {
		if ((await this.part('node-creator').count()) === 0) {
			await this.part('canvas-plus-button').or(this.part('node-creator-plus-button')).first().click();
		}
		await this.part('node-creator-search-bar').fill(words);
		const found = this.part('node-creator-item-name').filter({ hasText: name }).first();
		await found.waitFor();
		return found;
	}

	/** Puts a node of the panel onto the canvas. */
	async add(words: string, name: string): Promise<void> {
		await (await this.find(words, name)).click();
		const confirm = this.page.getByRole('button', { name: 'Add to workflow' });
		const creator = this.page.locator('[data-test-id="node-creator"]');
		await confirm.or(this.part('ndv')).or(this.part('canvas-node')).first().waitFor();
		if (await confirm.isVisible()) await confirm.click();
		await creator.waitFor({ state: 'hidden' });
	}

	/**
	 * Makes a LinkAuth credential for the open node, as a newcomer would, and waits until n8n has tested it. Its window
	 * stays open.
	 */
	async makeCredential(brokerUrl: string): Promise<void> {
		await this.part('node-credentials-slot')
			.getByRole('combobox')
			.or(this.part('node-credentials-select'))
			.first()
			.click();
		const create = this.page.getByText('Set up new credential');
		await create.or(this.page.getByText('Create new credential')).first().click();
		await this.write('baseUrl', brokerUrl);
		await this.part('credential-save-button').click();
		// Having tested it, n8n closes a new credential's window by itself.
		await this.part(CREDENTIAL).waitFor({ state: 'hidden' });
		await this.part('credential-edit-button').click();
		await this.page.getByText('Connection tested successfully').waitFor();
	}

	/** The window of a credential. */
	credential(): Locator {
		return this.part(CREDENTIAL).getByRole('dialog').or(this.part(CREDENTIAL)).first();
	}

	/** Closes that window. */
	async closeCredential(): Promise<void> {
		await this.part(CREDENTIAL).getByRole('button', { name: 'Close' }).click();
	}

	/** Writes into a text parameter of the open node or credential. */
	async write(parameter: string, text: string): Promise<void> {
		const field = this.part(`parameter-input-${parameter}`);
		await field.locator('input, textarea').first().fill(text);
	}

	/** Closes the open node. */
	async closeNode(): Promise<void> {
		await this.part('ndv-close-button').click();
		await this.part('ndv').waitFor({ state: 'hidden' });
	}

	/** Opens a node of the canvas. */
	async openNode(name: string): Promise<void> {
		await this.part('canvas-node').filter({ hasText: name }).first().dblclick();
		await this.part('ndv').waitFor();
	}

	/** Waits until the output panel of the open node shows a text. */
	async outputs(text: string | RegExp): Promise<void> {
		await this.part('output-panel').getByText(text).first().waitFor();
	}

	/** All that the output panel of the open node shows. */
	async output(): Promise<string> {
		return await this.part('output-panel').innerText();
	}
}
