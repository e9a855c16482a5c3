import type { BrowserContext, Page } from 'playwright-core';
import { RAN } from './injection-payloads';

/** What the page itself asks its own origin for. */
const OWN_REQUESTS =
	/^\/(?:connect(?:\/[\w-]+)?|assets\/[\w.-]+|branding\/[\w.]+|v1\/connect\/[\w/-]+|v1\/oauth\/(?:authorize\/[\w-]+|callback|return|redeem)|favicon\.ico)$/;

/** Where people who sign in are sent. */
const PROVIDER = 'https://github.com/login/oauth/authorize?';

/** Every kind of element that the page is made of. */
const OWN_ELEMENTS = new Set(
	[
		...[
			'html',
			'head',
			'meta',
			'title',
			'link',
			'script',
			'body',
			'header',
			'main',
			'aside',
			'footer',
			'div',
		],
		...[
			'section',
			'p',
			'h1',
			'h2',
			'h3',
			'ul',
			'ol',
			'li',
			'dl',
			'dt',
			'dd',
			'span',
			'bdi',
			'strong',
			'img',
			'a',
		],
		...['form', 'label', 'input', 'textarea', 'select', 'option', 'button', 'svg', 'path', 'use', 'details'],
		...['summary', 'noscript', 'code', 'circle', 'rect', 'g', 'time', 'progress'],
	].map((name) => name.toUpperCase()),
);

/** Adds to a list everything that untrusted text must not cause in a browser: scripts, requests, dialogs, violations. */
export async function watchForInjection(context: BrowserContext, found: string[]): Promise<void> {
	await context.exposeBinding(RAN, () => found.push('a script ran'));
	await context.exposeBinding('violated', (_, what: string) => found.push(`violated: ${what}`));
	await context.addInitScript(() => {
		document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) => {
			const { violated } = globalThis as unknown as { violated: (what: string) => void };
			violated(`${violatedDirective} ${blockedURI} ${sample}`);
		});
	});
	context.on('dialog', (dialog) => {
		found.push(`a dialog: ${dialog.message()}`);
		void dialog.dismiss();
	});
	context.on('request', (request) => {
		const { pathname } = new URL(request.url());
		if (request.isNavigationRequest() && request.url().startsWith(PROVIDER)) return;
		if (!OWN_REQUESTS.test(pathname)) found.push(`a request: ${request.url()}`);
	});
	context.on('page', (page) => {
		if (context.pages().length > 1) found.push(`another window: ${page.url()}`);
		page.on('frameattached', (frame) => found.push(`a frame: ${frame.url()}`));
	});
}

/** An element of the page: its kind, and those of its attributes that are not text for people. */
type Skeleton = readonly string[];

/** Everything that the page is made of, but for its text. */
export function skeleton(page: Page): Promise<Skeleton> {
	return page.evaluate(() =>
		[...document.querySelectorAll('*')].map((each) => {
			const words = ['placeholder', 'value', 'content', 'lang', 'data-length'];
			const attributes = [...each.attributes].map(({ name, value }) =>
				words.includes(name) ? name : `${name}=${value}`,
			);
			return `${each.parentElement?.tagName ?? ''} > ${each.tagName} ${attributes.sort().join(' ')}`;
		}),
	);
}

/** Elements of a page that neither its document has (its styles, in the head) nor its own script makes. */
export async function foreignParts(page: Page): Promise<string[]> {
	const parts = await page.evaluate(() =>
		[...document.querySelectorAll('*:not(head > style:not([id], [class]))')].map((each) => ({
			tag: each.tagName.toUpperCase(),
			attributes: each.getAttributeNames(),
			leadsTo: each.getAttribute('href') ?? each.getAttribute('src') ?? '/',
		})),
	);
	return parts
		.filter(
			({ tag, attributes, leadsTo }) =>
				!OWN_ELEMENTS.has(tag) ||
				attributes.some((name) => /^on|^style$|^srcdoc$|^is$/.test(name)) ||
				!/^(?:\/(?!\/)|#)/.test(leadsTo),
		)
		.map((part) => JSON.stringify(part));
}
