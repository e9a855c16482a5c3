import type { Browser, BrowserContext, Page } from 'playwright-core';
import { keyFingerprint } from '../../protocol/key-fingerprint';
import { pinLink } from '../../protocol/verification-link';
import { createSession, type AgentSession } from '../support/agent';

/** One person's browser on the page. */
export interface Visit {
	readonly page: Page;
	readonly context: BrowserContext;
	/** Everything that must not happen: errors, violations of the policy, requests to anybody else. */
	readonly faults: readonly string[];
	/** The one h1 that is shown. */
	heading(): Promise<string>;
	/** Waits until a view with this heading is shown. */
	sees(heading: string): Promise<void>;
	/** Waits until a text is shown in the main part of the page. */
	reads(text: string | RegExp): Promise<void>;
	press(name: string): Promise<void>;
	close(): Promise<void>;
}

/** What a visit may need to be. */
export interface VisitOptions {
	readonly width?: number;
	readonly height?: number;
	readonly dark?: boolean;
	/** The browser's language, a tag (BCP 47). */
	readonly locale?: string;
	/** Errors that the test provokes. */
	readonly tolerate?: RegExp;
	/** Takes the page's clock into the test's hands. */
	readonly clock?: boolean;
	/** Done before the page is opened. */
	readonly before?: (context: BrowserContext) => Promise<unknown>;
}

/** Opens an address in a browser of its own, with nothing remembered, and watches over everything it does. */
export async function visit(browser: Browser, address: string, options: VisitOptions = {}): Promise<Visit> {
	const context = await browser.newContext({
		viewport: { width: options.width ?? 1280, height: options.height ?? 800 },
		colorScheme: options.dark === true ? 'dark' : 'light',
		...(options.locale === undefined ? {} : { locale: options.locale }),
	});
	context.setDefaultTimeout(15_000);
	await options.before?.(context);
	const page = await context.newPage();
	if (options.clock === true) await page.clock.install();
	const faults = watch(page, new URL(address).origin, options.tolerate);
	await page.goto(address);
	const heading = page.getByRole('heading', { level: 1 });
	return {
		page,
		context,
		faults,
		heading: () => heading.innerText(),
		sees: (name) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor(),
		reads: (text) => page.getByRole('main').getByText(text).first().waitFor(),
		press: (name) => page.getByRole('button', { name, exact: true }).click(),
		close: () => context.close(),
	};
}

/**
 * What the browser notes by itself: each answer of 4xx and each lost connection, which tests provoke, and the
 * headers that it leaves aside on an insecure origin.
 */
const BROWSERS_OWN = [
	'Failed to load resource',
	'The Cross-Origin-Opener-Policy header has been ignored',
	'The page requested an origin-keyed agent cluster',
];

function watch(page: Page, origin: string, tolerated?: RegExp): readonly string[] {
	const faults: string[] = [];
	page.on('pageerror', ({ message }) => {
		if (tolerated?.test(message) !== true) faults.push(`error: ${message}`);
	});
	page.on('console', (message) => {
		const own = BROWSERS_OWN.some((start) => message.text().startsWith(start));
		if (!own) faults.push(`${message.type()}: ${message.text()}`);
	});
	page.on('request', (request) => {
		if (new URL(request.url()).origin !== origin) faults.push(`request: ${request.url()}`);
	});
	return faults;
}

/** Asks for a session with the whole vocabulary of the page, as {@link SENDER} has it. */
export function ask(
	broker: string,
	request: Readonly<Record<string, unknown>> = {},
	headers: Readonly<Record<string, string>> = {},
): Promise<AgentSession> {
	return createSession(broker, { ...SENDER, template: 'openai', ...request }, headers);
}

/** Who asks, and why, where a test does not care. */
export const SENDER = {
	display_name: 'OpenAI',
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

/** Goes from the check to the form. */
export async function confirmCode(visited: Visit): Promise<void> {
	await visited.press('Yes, it matches');
	await visited.sees('Enter the credential');
}

/** Fills in the only field of the default session and sends it. */
export async function sendKey(visited: Visit, value = 'sk-live-4f9d1c7ae2'): Promise<void> {
	await visited.page.getByLabel('API key', { exact: true }).fill(value);
	await visited.press('Encrypt and send');
}
