import { readFileSync } from 'node:fs';
import type { Browser, Locator, Page } from 'playwright-core';
import { launchChromium } from '../../support/chromium';
import type { WorkflowFile } from './public-api';
import type { RunningN8n } from './n8n';

const CREDENTIAL = 'editCredential-modal';

/** n8n's editor in Chromium, as the owner sees it. */
export class Editor {
	readonly #sent: string[] = [];
	/** How often n8n has stored the workflow on the canvas. */
	#saves = 0;

	private constructor(
		readonly browser: Browser,
		readonly page: Page,
		private readonly url: string,
	) {
		page.on('response', (response) => {
			if (!response.url().includes('/rest/')) return;
			const method = response.request().method();
			if (
				/\/rest\/workflows(\/[\w-]+)?$/.test(new URL(response.url()).pathname) &&
				/^(POST|PATCH)$/.test(method)
			) {
				this.#saves += 1;
			}
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

	/** Puts a workflow's file onto a new canvas with Ctrl+V, as somebody does who has copied all of it. */
	async paste(file: string): Promise<void> {
		const text = readFileSync(file, 'utf8');
		await this.#newCanvas();
		await this.page.evaluate((json) => {
			const clipboardData = new DataTransfer();
			clipboardData.setData('text/plain', json);
			document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
		}, text);
		await this.#shows(text);
	}

	/** Puts a workflow's file onto a new canvas with Import from File. */
	async importFile(file: string): Promise<void> {
		await this.#newCanvas();
		await this.page.locator('[data-test-id="workflow-import-input"]').setInputFiles(file);
		await this.#shows(readFileSync(file, 'utf8'));
	}

	async #newCanvas(): Promise<void> {
		this.#saves = 0;
		for (let tries = 1; ; tries += 1) {
			await this.go('/workflow/new');
			const drawn = await this.part('canvas-plus-button')
				.waitFor({ timeout: 25_000 })
				.then(
					() => true,
					() => false,
				);
			// On a busy machine, n8n now and then never draws it.
			if (drawn) break;
			if (tries === 3) throw new Error('n8n shows no canvas.');
		}
		// What is pasted at once is lost.
		await this.page.waitForTimeout(1_000);
	}

	async #shows(text: string): Promise<void> {
		const { nodes } = JSON.parse(text) as WorkflowFile;
		await this.page.waitForFunction(
			(count) => document.querySelectorAll('.vue-flow__node').length === count,
			nodes.length,
		);
	}

	/** Runs what is on the canvas from a trigger. @returns the id under which n8n has saved it */
	async execute(trigger = 'Start'): Promise<string> {
		for (let tries = 1; ; tries += 1) {
			const run = this.page.waitForRequest(/\/rest\/workflows\/[^/]+\/run/, { timeout: 10_000 }).then(
				() => true,
				() => false,
			);
			await this.#triggerButton(trigger).click();
			if (await run) return await this.#savedAs();
			// A click while n8n saves what was changed just before is lost.
			if (tries === 3) throw new Error('n8n does not run the workflow.');
		}
	}

	/** Opens the chat of a Chat Trigger and writes something. @returns the id under which n8n has saved the workflow */
	async chat(trigger: string, text: string): Promise<string> {
		const input = this.page.locator('[data-test-id="canvas-chat"] textarea');
		if (!(await input.isVisible())) await this.#triggerButton(trigger).click();
		await input.fill(text);
		await input.press('Enter');
		return await this.#savedAs();
	}

	/** Waits until the chat shows a text. */
	async said(text: string | RegExp): Promise<void> {
		await this.page.locator('[data-test-id="canvas-chat"]').getByText(text).first().waitFor();
	}

	/** All that the chat shows. */
	async conversation(): Promise<string> {
		return await this.page.locator('[data-test-id="canvas-chat"]').innerText();
	}

	/** The button at a trigger, which is shown while the mouse is over it. */
	#triggerButton(trigger: string): { click(): Promise<void> } {
		return {
			click: async () => {
				await this.#node(trigger).hover();
				const button = this.page.locator(`[data-test-id="execute-workflow-button-${trigger}"]`);
				await button.click({ force: true });
			},
		};
	}

	/** Waits until n8n 2 has saved the new workflow by itself, which it does a moment after the last change. */
	async savesByItself(): Promise<void> {
		while (this.#saves === 0) await this.page.waitForTimeout(100);
	}

	/** Saves what is on the canvas, with the keyboard. */
	async save(): Promise<void> {
		const before = this.#saves;
		await this.page.keyboard.press('Control+s');
		while (this.#saves === before) await this.page.waitForTimeout(100);
	}

	async #savedAs(): Promise<string> {
		await this.page.waitForURL(/\/workflow\/(?!new)[\w-]+/);
		return /\/workflow\/([\w-]+)/.exec(this.page.url())?.[1] ?? '';
	}

	/** Switches a node on or off, as the key D does. */
	async switchNode(name: string): Promise<void> {
		await this.#node(name).click();
		await this.page.keyboard.press('d');
	}

	#node(name: string): Locator {
		const named = this.page.getByText(name, { exact: true });
		return this.part('canvas-node').filter({ has: named }).first();
	}

	/**
	 * Makes a credential in its own window, from the list of credentials.
	 * @param type as the list of types shows it
	 * @param values by the parameter's name
	 */
	async newCredential(type: string, values: Readonly<Record<string, string>>): Promise<void> {
		await this.go('/home/credentials');
		await this.part('add-resource-credential').first().click();
		await this.part('new-credential-type-select').click();
		await this.page.keyboard.type(type);
		await this.part('new-credential-type-select-option').getByText(type, { exact: true }).click();
		await this.part('new-credential-type-button').click();
		for (const [parameter, value] of Object.entries(values)) await this.write(parameter, value);
		await this.part('credential-save-button').click();
		await this.page.getByText('Connection tested successfully').waitFor();
		await this.closeCredential();
	}

	/** Picks a credential in the open node. */
	async pickCredential(name: string): Promise<void> {
		const option = this.page.getByText(name, { exact: true }).filter({ visible: true }).last();
		// A list that opens while the node is drawn anew closes again.
		for (let times = 0; times < 4 && !(await option.isVisible()); times += 1) {
			await this.part('node-credentials-select').first().click();
			await option.waitFor({ timeout: 5_000 }).catch(() => undefined);
		}
		await option.click();
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
		// Where there is none yet, n8n 2 has a button that makes one, in the place of the list.
		const first = this.page.getByRole('button', { name: 'Connect to LinkAuth' });
		const list = this.part('node-credentials-slot').getByRole('combobox');
		await first.or(list).or(this.part('node-credentials-select')).first().click();
		if (!(await this.part(CREDENTIAL).isVisible()) && !(await first.isVisible())) {
			const create = this.page.getByText('Set up new credential');
			await create.or(this.page.getByText('Create new credential')).first().click();
		}
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
		// Of n8n 2, and of n8n 1.
		await this.part('ndv-close-button').or(this.part('back-to-canvas')).first().click();
		await this.part('ndv').waitFor({ state: 'hidden' });
	}

	/** Opens a node of the canvas. */
	async openNode(name: string): Promise<void> {
		await this.#node(name).dblclick();
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
