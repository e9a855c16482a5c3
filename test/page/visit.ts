import type { Browser, BrowserContext, ConsoleMessage, Page, Request } from 'playwright-core';
import { keyFingerprint } from '../../protocol/key-fingerprint';
import { pinLink } from '../../protocol/verification-link';
import { createSession, type AgentSession } from '../support/agent';

/** What the page asks before a request is confirmed. */
const CHECK_QUESTION = 'Is this the code in your message?';

/** A browser tab on the page. */
export interface Visit {
	readonly page: Page;
	readonly context: BrowserContext;
	/** Everything that must not happen: errors, violations of the policy, requests to anybody else. */
	readonly faults: readonly string[];
	/** The one h1 that is shown. */
	heading(): Promise<string>;
	/** Waits until a view with this heading is shown. */
	sees(heading: string): Promise<void>;
	/** Waits until it is shown who asks for what, with the code to compare. */
	seesCheck(): Promise<void>;
	/** Waits until a text is shown in the main part of the page. */
	reads(text: string | RegExp): Promise<void>;
	press(name: string): Promise<void>;
	close(): Promise<void>;
}

/** How a visit differs from the usual one. */
export interface VisitOptions {
	readonly width?: number;
	readonly height?: number;
	readonly dark?: boolean;
	/** Pixels of the device for one of the page, for pictures. */
	readonly pixelRatio?: number;
	/** The browser's language, a tag (BCP 47). */
	readonly locale?: string;
	/** Errors that the test provokes, and addresses of others that it leads to. */
	readonly tolerate?: RegExp;
	/** Gives the page a clock that the test can move on. */
	readonly clock?: boolean;
	/** Done before the address is opened. */
	readonly before?: (context: BrowserContext) => Promise<unknown>;
}

/** Opens an address in a browser context of its own, and collects everything that must not happen. */
export async function visit(browser: Browser, address: string, options: VisitOptions = {}): Promise<Visit> {
	const context = await newContext(browser, options);
	await options.before?.(context);
	const page = await context.newPage();
	if (options.clock === true) await page.clock.install();
	return visitOn(page, address, options, () => context.close());
}

/** One tab for visits that come one after the other: opening another one takes longer than most visits. */
export class ReusedTab {
	readonly #page: Page;
	#visiting = false;

	private constructor(page: Page) {
		this.#page = page;
	}

	/** @param before done once, before the tab is opened */
	static async open(browser: Browser, before?: VisitOptions['before']): Promise<ReusedTab> {
		const context = await newContext(browser, { locale: 'en-US' });
		await before?.(context);
		return new ReusedTab(await context.newPage());
	}

	/** Whether a visit with these options can be made in this tab now. */
	suits({ clock, locale, dark, pixelRatio }: VisitOptions): boolean {
		return !this.#visiting && [clock, locale, dark, pixelRatio].every((option) => option === undefined);
	}

	/** Opens an address. Closing the visit leaves nothing of it: no storage, no routes, no page. */
	async visit(address: string, options: VisitOptions = {}): Promise<Visit> {
		this.#visiting = true;
		const page = this.#page;
		await page.setViewportSize(sizeOf(options));
		await page.emulateMedia({ colorScheme: 'light', reducedMotion: null });
		await options.before?.(page.context());
		return visitOn(page, address, options, async () => {
			await page.evaluate(() => {
				localStorage.clear();
				sessionStorage.clear();
			});
			await page.context().unrouteAll({ behavior: 'ignoreErrors' });
			await page.goto('about:blank');
			this.#visiting = false;
		});
	}
}

async function newContext(browser: Browser, options: VisitOptions): Promise<BrowserContext> {
	const context = await browser.newContext({
		viewport: sizeOf(options),
		colorScheme: options.dark === true ? 'dark' : 'light',
		...(options.pixelRatio === undefined ? {} : { deviceScaleFactor: options.pixelRatio }),
		...(options.locale === undefined ? {} : { locale: options.locale }),
	});
	context.setDefaultTimeout(15_000);
	return context;
}

function sizeOf({ width = 1280, height = 800 }: VisitOptions): { width: number; height: number } {
	return { width, height };
}

async function visitOn(
	page: Page,
	address: string,
	options: VisitOptions,
	end: () => Promise<void>,
): Promise<Visit> {
	const { faults, stop } = watch(page, new URL(address).origin, options.tolerate);
	await page.goto(address);
	const heading = page.getByRole('heading', { level: 1 });
	return {
		page,
		context: page.context(),
		faults,
		heading: () => heading.innerText(),
		sees: (name) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor(),
		seesCheck: () => page.getByRole('heading', { level: 2, name: CHECK_QUESTION, exact: true }).waitFor(),
		reads: (text) => page.getByRole('main').getByText(text).first().waitFor(),
		press: (name) => page.getByRole('button', { name, exact: true }).click(),
		close: async () => {
			stop();
			await end();
		},
	};
}

/**
 * What the browser itself logs: each answer of 4xx and each lost connection, which tests provoke, and the headers that
 * it ignores on an insecure origin.
 */
const BROWSER_MESSAGES = [
	'Failed to load resource',
	'The Cross-Origin-Opener-Policy header has been ignored',
	'The page requested an origin-keyed agent cluster',
];

function watch(
	page: Page,
	origin: string,
	tolerated?: RegExp,
): { readonly faults: readonly string[]; readonly stop: () => void } {
	const faults: string[] = [];
	const onError = ({ message }: Error): void => {
		if (tolerated?.test(message) !== true) faults.push(`error: ${message}`);
	};
	const onConsole = (message: ConsoleMessage): void => {
		const own = BROWSER_MESSAGES.some((start) => message.text().startsWith(start));
		if (!own) faults.push(`${message.type()}: ${message.text()}`);
	};
	const onRequest = (request: Request): void => {
		const url = request.url();
		if (new URL(url).origin !== origin && tolerated?.test(url) !== true) faults.push(`request: ${url}`);
	};
	page.on('pageerror', onError).on('console', onConsole).on('request', onRequest);
	return {
		faults,
		stop: () => {
			page.off('pageerror', onError).off('console', onConsole).off('request', onRequest);
		},
	};
}

/** Creates a session in which everything is stated that the page shows, as in {@link SENDER}. */
export function ask(
	broker: string,
	request: Readonly<Record<string, unknown>> = {},
	headers: Readonly<Record<string, string>> = {},
): Promise<AgentSession> {
	return createSession(broker, { ...SENDER, template: 'openai', ...request }, headers);
}

/** Who asks, and why, where a test does not depend on it. */
const SENDER = {
	display_name: 'OpenAI API key',
	reason: 'To read this month’s invoices and sort them into your folders.',
	requester: { name: 'Invoice assistant', detail: 'Workflow of the finance team' },
	allowed_hosts: ['api.openai.com'],
	ttl: 600,
};

/** The path of a session's link with its key pinned, as the nodes send it. */
export async function pinned(broker: string, session: AgentSession): Promise<string> {
	return pinLink(
		`${broker}/connect/${session.reply.user_code}`,
		await keyFingerprint(session.keys.publicKey),
	);
}

/**
 * Remembers the only input of the form, with what was typed into it.
 * @returns checks that it has been cleared and that no input of the page holds what was typed. Values of inputs are no
 * part of the markup, so that they have to be read one by one.
 */
export async function rememberInput(visited: Visit): Promise<() => Promise<void>> {
	const input = await visited.page.waitForSelector('form input');
	const typed = await input.inputValue();
	expect(typed).not.toBe('');
	return async () => {
		expect(await input.inputValue()).toBe('');
		const values = await visited.page
			.locator('input, textarea, select')
			.evaluateAll((inputs) => inputs.map((each) => (each as HTMLInputElement).value));
		expect(values).not.toContain(typed);
		expect(await visited.page.locator('html').innerText()).not.toContain(typed);
	};
}

/** Goes from the check to the form. */
export async function confirmCode(visited: Visit): Promise<void> {
	await visited.press('Yes, it matches');
	await visited.sees('Enter the credential');
}

/** Declines where the page asks whether to, however it came to that. */
export async function declineForSure(visited: Visit): Promise<void> {
	await visited.sees('Decline this request?');
	await visited.press('Decline it');
}

/** Fills in the only field of the default session and sends it. */
export async function sendKey(visited: Visit, value = 'sk-live-4f9d1c7ae2'): Promise<void> {
	await visited.page.getByLabel('API key', { exact: true }).fill(value);
	await visited.press('Encrypt and send');
}
