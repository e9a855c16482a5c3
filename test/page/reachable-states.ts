import type { BrowserContext } from 'playwright-core';
import type { LinkUse } from '../../protocol/messages';
import { person } from '../support/person';
import type { PageSuite } from './page-suite';
import { STATES_OF_SIGN_IN } from './sign-in-states';
import { ask, confirmCode, declineForSure, pinned, sendKey, type Visit, type VisitOptions } from './visit';

/** Who asks for what, in {@link ask}. */
const CHECK_TITLE = 'A request for a credential';
const CHECK = 'Invoice assistant asks for your OpenAI API key';

/** A state of the page and the way there. */
export interface ReachableState {
	readonly name: string;
	/** The h1 by which it is known. */
	readonly heading: string;
	/** Of the window, where it is not the heading. */
	readonly title?: string;
	/** What has focus, where it is not the h1: something else in the view, or nothing, because nothing has changed yet. */
	readonly focus?: 'elsewhere' | 'nothing';
	readonly reach: (on: PageSuite) => Promise<Visit>;
}

const DATABASE = {
	template: undefined,
	display_name: 'Reporting database',
	reason: 'To build the weekly report. Read access is enough.',
	allowed_hosts: ['db.example.com', 'reports.example.com'],
	fields: [
		{ name: 'host', label: 'Host', type: 'text', placeholder: 'db.example.com', max_length: 30 },
		{ name: 'port', label: 'Port', type: 'text', pattern: '[0-9]{1,5}', placeholder: '5432' },
		{ name: 'password', label: 'Password', type: 'password', help: 'The one of the read-only account.' },
		{ name: 'region', label: 'Region', type: 'select', options: ['Frankfurt', 'Dublin', 'Virginia'] },
		{ name: 'key', label: 'Private key', type: 'textarea', placeholder: '-----BEGIN PRIVATE KEY-----' },
		{ name: 'certificate', label: 'Client certificate', type: 'file', help: 'PEM or PKCS #12.' },
		{ name: 'code', label: 'One-time code', type: 'otp', required: false },
	],
};

/** An agent whose words are those of the service, as long as they may be. */
const IMITATION = {
	name: 'Finance automation ✓ Verified — the service knows this sender, and has checked all that it says. '.padEnd(
		120,
		'W',
	),
	detail: '✓ Verified. The service knows this sender. Nobody else can read what you enter. '
		.repeat(3)
		.slice(0, 200),
	verified: false,
};
const RTL_DETAIL = 'مؤكَّد ✓ الخدمة تعرف هذا المرسل. '.repeat(8).slice(0, 200);

type Route = (context: BrowserContext) => Promise<unknown>;
const PATH = '**/v1/connect/**';
const lost: Route = (context) => context.route(PATH, (route) => route.abort());
const silent: Route = (context) => context.route(PATH, () => undefined);
const answering =
	(status: number, code: string, headers: Readonly<Record<string, string>> = {}, more: object = {}): Route =>
	(context) =>
		context.route(PATH, (route) =>
			route.fulfill({ status, headers, contentType: 'application/problem+json', json: { code, ...more } }),
		);
/** The broker says that the link was used, three minutes ago. */
const used = (state: LinkUse['state']): Route => {
	const at = new Date(Date.now() - 180_000).toISOString();
	return answering(409, 'link_used', {}, { link: { state, at } });
};
const altering =
	(change: object): Route =>
	(context) =>
		context.route(PATH, async (route) => {
			const response = await route.fetch();
			await route.fulfill({ response, json: { ...((await response.json()) as object), ...change } });
		});

async function arrive(on: PageSuite, request: object = {}, options: VisitOptions = {}): Promise<Visit> {
	const session = await ask(on.url, { ...request });
	return on.open(await pinned(on.url, session), options);
}

async function atForm(on: PageSuite, request: object = {}, options: VisitOptions = {}): Promise<Visit> {
	const visited = await arrive(on, request, options);
	await confirmCode(visited);
	return visited;
}

async function sendingBy(on: PageSuite, route: Route, options: VisitOptions = {}): Promise<Visit> {
	const visited = await atForm(on, {}, options);
	await route(visited.context);
	await sendKey(visited);
	return visited;
}

async function expire(visited: Visit): Promise<Visit> {
	await visited.page.clock.runFor(700_000);
	return visited;
}

/** The states until a person has confirmed the request, in the order of the way through the page. */
export const STATES_BEFORE_FORM: readonly ReachableState[] = [
	{
		name: 'enter-code',
		heading: 'Enter your code',
		reach: (on) => on.open('/connect'),
	},
	{
		name: 'enter-code-unknown',
		heading: 'Enter your code',
		focus: 'elsewhere',
		reach: async (on) => {
			const visited = await on.open('/connect');
			await visited.page.getByLabel('Code').fill('K7Q2-M4XR');
			await visited.press('Continue');
			await visited.reads('No request is open under this code');
			return visited;
		},
	},
	{
		name: 'loading',
		heading: 'Opening the request',
		title: 'A request for a credential',
		focus: 'nothing',
		reach: (on) => arrive(on, {}, { before: silent }),
	},
	{ name: 'no-connection', heading: 'No connection', reach: (on) => arrive(on, {}, { before: lost }) },
	{
		name: 'unavailable',
		heading: 'The service is briefly unavailable',
		reach: (on) => arrive(on, {}, { before: answering(503, 'store_unavailable', { 'retry-after': '20' }) }),
	},
	{
		name: 'rate-limited',
		heading: 'Too many attempts for now',
		reach: (on) => arrive(on, {}, { before: answering(429, 'rate_limited', { 'retry-after': '20' }) }),
	},
	{ name: 'not-open', heading: 'This link is not open', reach: (on) => on.open('/connect/K7Q2-M4XR') },
	{
		name: 'key-mismatch',
		heading: 'Stop: this request may have been tampered with',
		reach: async (on) => {
			const { reply } = await ask(on.url);
			return on.open(`/connect/${reply.user_code}#k=${'A'.repeat(43)}`);
		},
	},
	{
		name: 'key-malformed',
		heading: 'Stop: the link is damaged',
		reach: (on) => on.open('/connect/K7Q2-M4XR#k=nWPjl2xhGp5p'),
	},
	{
		name: 'insecure',
		heading: 'This page is not secure',
		reach: (on) => arrive(on, {}, { before: altering({ security: { secure: false, mode: 'insecure' } }) }),
	},
	{ name: 'check', heading: CHECK, title: CHECK_TITLE, reach: (on) => arrive(on) },
	{
		name: 'check-bare',
		heading: 'Somebody asks for your OpenAI API key',
		title: CHECK_TITLE,
		reach: async (on) => {
			const bare = { reason: undefined, requester: undefined, allowed_hosts: undefined };
			const session = await ask(on.url, bare);
			return on.open(`/connect/${session.reply.user_code}`, {
				before: altering({ security: { secure: true, mode: 'development' } }),
			});
		},
	},
	{
		name: 'check-verified',
		heading: 'Finance automation asks for your OpenAI API key',
		title: CHECK_TITLE,
		reach: (on) =>
			arrive(on, {}, { before: altering({ requester: { name: 'Finance automation', verified: true } }) }),
	},
	{
		name: 'check-imitated',
		heading: `${IMITATION.name} asks for your OpenAI API key`,
		title: CHECK_TITLE,
		reach: (on) => arrive(on, {}, { before: altering({ requester: IMITATION }) }),
	},
	{
		name: 'check-imitated-rtl',
		heading: `${IMITATION.name} asks for your OpenAI API key`,
		title: CHECK_TITLE,
		reach: (on) =>
			arrive(
				on,
				{},
				{ before: altering({ requester: { ...IMITATION, detail: RTL_DETAIL, verified: true } }) },
			),
	},
	{
		name: 'check-no-connection',
		heading: CHECK,
		title: CHECK_TITLE,
		focus: 'elsewhere',
		reach: async (on) => {
			const visited = await arrive(on);
			await visited.seesCheck();
			await lost(visited.context);
			await visited.press('Yes, it matches');
			await visited.reads('No connection');
			return visited;
		},
	},
	{
		name: 'check-seven-days',
		heading: CHECK,
		title: CHECK_TITLE,
		reach: (on) => arrive(on, {}, { before: altering({ expires_in: 604_790, answer_seconds: 900 }) }),
	},
	{
		name: 'check-qr-code',
		heading: CHECK,
		title: CHECK_TITLE,
		focus: 'elsewhere',
		reach: async (on) => {
			const visited = await arrive(on);
			await visited.page.getByText('Answer on your phone instead').click();
			await visited.page.getByRole('img', { name: 'QR code of this link' }).waitFor();
			return visited;
		},
	},
	{
		name: 'check-protection',
		heading: CHECK,
		title: CHECK_TITLE,
		focus: 'elsewhere',
		reach: async (on) => {
			const visited = await arrive(on);
			await visited.page.getByText('Encrypted in this browser', { exact: true }).click();
			return visited;
		},
	},
	...(
		[
			['confirmed', 'This link was already opened somewhere else'],
			['answered', 'This request was already answered'],
			['declined', 'This request was declined'],
			['expired', 'This request has ended'],
			['cancelled', 'The sender took this request back'],
		] as const
	).map(([state, heading]) => ({
		name: `used-${state}`,
		heading,
		reach: (on: PageSuite) => arrive(on, {}, { before: used(state) }),
	})),
	{
		name: 'opened-elsewhere',
		heading: 'This link was already opened somewhere else',
		reach: async (on) => {
			const session = await ask(on.url);
			const visited = await on.open(`/connect/${session.reply.user_code}`);
			await visited.seesCheck();
			await person.confirm(on.url, session.reply.user_code);
			await visited.press('Yes, it matches');
			return visited;
		},
	},
];

/** The states from the form on. */
export const STATES_FROM_FORM: readonly ReachableState[] = [
	{
		name: 'form',
		heading: 'Enter the credential',
		focus: 'elsewhere',
		reach: async (on) => {
			const visited = await atForm(on);
			await visited.page.getByLabel('API key', { exact: true }).fill('sk-live-4f9d1c7ae2');
			return visited;
		},
	},
	{ name: 'form-every-field', heading: 'Enter the credential', reach: (on) => atForm(on, DATABASE) },
	{
		name: 'form-one-problem',
		heading: 'Enter the credential',
		focus: 'elsewhere',
		reach: async (on) => {
			const visited = await atForm(on);
			await visited.press('Encrypt and send');
			return visited;
		},
	},
	{
		name: 'form-problems',
		heading: 'Enter the credential',
		focus: 'elsewhere',
		reach: async (on) => {
			const visited = await atForm(on, DATABASE);
			const { page } = visited;
			await page.getByLabel('Host').fill('a-database-whose-name-is-long.example.com');
			await page.getByLabel('Port').fill('abc');
			const file = { name: 'client.p12', mimeType: 'application/x-pkcs12', buffer: Buffer.alloc(3_000, 255) };
			await page.locator('#field-5').setInputFiles(file);
			await page.getByText('client.p12').waitFor();
			await visited.press('Encrypt and send');
			return visited;
		},
	},
	{
		name: 'form-refused',
		heading: 'Enter the credential',
		reach: async (on) => {
			const visited = await sendingBy(on, answering(413, 'too_large'));
			await visited.reads('all together it is too large');
			return visited;
		},
	},
	{
		name: 'encrypting',
		heading: 'Encrypting',
		reach: async (on) => {
			const visited = await atForm(on);
			await visited.page.evaluate(() => {
				crypto.subtle.encrypt = () => new Promise(() => undefined);
			});
			await sendKey(visited);
			return visited;
		},
	},
	{ name: 'sending', heading: 'Sending', reach: (on) => sendingBy(on, silent) },
	{
		name: 'sending-no-connection',
		heading: 'Sending',
		reach: async (on) => {
			const visited = await sendingBy(on, lost);
			await visited.reads('No connection');
			return visited;
		},
	},
	{ name: 'done', heading: 'Sent', reach: (on) => sendingBy(on, () => Promise.resolve()) },
	{
		name: 'declined',
		heading: 'Declined',
		reach: async (on) => {
			const visited = await arrive(on);
			await visited.press('I did not expect this');
			await declineForSure(visited);
			return visited;
		},
	},
	{
		name: 'decline',
		heading: 'Decline this request?',
		reach: async (on) => {
			const visited = await arrive(on);
			await visited.press('I did not expect this');
			return visited;
		},
	},
	{
		name: 'decline-no-connection',
		heading: 'Decline this request?',
		focus: 'elsewhere',
		reach: async (on) => {
			const visited = await arrive(on);
			await visited.press('I did not expect this');
			await lost(visited.context);
			await visited.press('Decline it');
			await visited.reads('No connection');
			return visited;
		},
	},
	{
		name: 'report',
		heading: 'Report this request?',
		reach: async (on) => {
			const visited = await arrive(on);
			await visited.press('Report this request');
			return visited;
		},
	},
	{
		name: 'report-no-connection',
		heading: 'Report this request?',
		focus: 'elsewhere',
		reach: async (on) => {
			const visited = await arrive(on);
			await visited.press('Report this request');
			await lost(visited.context);
			await visited.press('Report and end it');
			await visited.reads('No connection');
			return visited;
		},
	},
	{
		name: 'reported',
		heading: 'Reported',
		reach: async (on) => {
			const visited = await arrive(on);
			await visited.press('Report this request');
			await visited.press('Report and end it');
			return visited;
		},
	},
	{
		name: 'expired',
		heading: 'This request has ended',
		reach: async (on) => expire(await atForm(on, {}, { clock: true })),
	},
	{
		name: 'unsure',
		heading: 'The time is up',
		reach: async (on) => {
			const visited = await sendingBy(on, lost, { clock: true });
			await visited.reads('No connection');
			return expire(visited);
		},
	},
	{
		name: 'answered',
		heading: 'This request was already answered',
		reach: (on) => sendingBy(on, answering(409, 'already_decided')),
	},
	{
		name: 'refused',
		heading: 'This did not work',
		reach: (on) => sendingBy(on, answering(403, 'connect_token_invalid')),
	},
];

/** Every state that a person can come to. */
export const EVERY_STATE: readonly ReachableState[] = [
	...STATES_BEFORE_FORM,
	...STATES_FROM_FORM,
	...STATES_OF_SIGN_IN,
];
