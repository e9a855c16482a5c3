import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describeInChromium, launchChromium } from '../support/chromium';
import { freePort } from '../support/free-port';
import { metricsAt } from '../support/metrics';
import { temporaryFolder } from '../support/temporary-folder';
import { until } from '../support/until';
import {
	answerOf,
	askBrokerSignIn,
	askSignIn,
	redeemAsAgent,
	startSignInParts,
	type SignInSession,
} from './sign-in-parts';

const TEST_MS = 90_000;

/** Has the broker write what is in its memory, and gives it. */
async function heapOf(child: { kill(signal: NodeJS.Signals): boolean }, folder: string): Promise<string> {
	child.kill('SIGUSR2');
	let text = '';
	await until(() => {
		const [name] = readdirSync(folder).filter((each) => each.endsWith('.heapsnapshot'));
		text = name === undefined ? '' : readFileSync(path.join(folder, name), 'utf8');
		// It is written piece by piece, and this is its end.
		return /\]\}\s*$/.test(text) && text.includes('"strings":[');
	}, TEST_MS);
	return text;
}

/** A broker that can be asked for what is in its memory, and a person who signs in at it. */
async function signedInAt() {
	const folder = temporaryFolder();
	const metrics = metricsAt(await freePort());
	const parts = await startSignInParts({
		NODE_OPTIONS: `--heapsnapshot-signal=SIGUSR2 --diagnostic-dir=${folder}`,
		LINKAUTH_LOG_LEVEL: 'debug',
		...metrics.setting,
	});
	const browser = await launchChromium();
	const context = await browser.newContext({ locale: 'en-US' });
	const page = await context.newPage();
	await page.route(/googleapis/, (route) => route.abort());
	/** Signs in. @returns what came back from the provider, and what the browser keeps in cookies */
	const signIn = async ({ link }: SignInSession) => {
		await page.goto(link);
		await page.getByRole('button', { name: 'Yes, it matches' }).click();
		await page.getByRole('button', { name: /^Go on to/ }).click();
		await page.getByPlaceholder('Enter any login').fill('alice');
		await page.getByPlaceholder('and password').fill('any');
		await page.getByRole('button', { name: 'Sign-in' }).click();
		const cookies = await context.cookies(parts.url);
		const returned = page.waitForRequest((request) => request.url().startsWith(`${parts.callback}?`));
		await page.getByRole('button', { name: 'Continue' }).click();
		const { searchParams } = new URL((await returned).url());
		await page.getByRole('heading', { level: 1, name: 'Signed in' }).waitFor();
		return {
			code: searchParams.get('code') ?? '',
			state: searchParams.get('state') ?? '',
			kept: cookies.filter(({ name }) => name.includes('linkauth')).flatMap(({ value }) => value.split('.')),
		};
	};
	/** Whether the secrets are nowhere in the memory, the log and the metrics. */
	const expectNowhere = async (session: SignInSession, secrets: readonly unknown[]) => {
		const all = secrets.map(String);
		for (const secret of all) expect(secret.length).toBeGreaterThan(20);
		const heap = await heapOf(parts.broker.process, folder);
		expect(heap).toContain(session.reply.session_id.slice(0, 16));
		const found = (text: string) => all.map((secret) => text.includes(secret));
		const none = all.map(() => false);
		expect(found(heap)).toEqual(none);
		expect(found(parts.broker.log())).toEqual(none);
		expect(found(await metrics.text())).toEqual(none);
	};
	return { parts, signIn, expectNowhere };
}

describeInChromium('the memory of a broker after a sign-in', () => {
	test(
		'whose code the agent redeemed: neither code nor state, verifier or token; nor have log and metrics',
		async () => {
			const { parts, signIn, expectNowhere } = await signedInAt();
			const session = await askSignIn(parts);
			const { state } = await signIn(session);
			const { code } = await answerOf(session);
			const tokens = await redeemAsAgent(parts, code, session.verifier);
			await expectNowhere(session, [
				code,
				state,
				session.verifier,
				tokens['access_token'],
				tokens['id_token'],
			]);
		},
		TEST_MS,
	);

	test(
		'whose code the broker redeemed, five seconds later: neither code nor verifier or token; nor have log and metrics',
		async () => {
			const { parts, signIn, expectNowhere } = await signedInAt();
			const session = await askBrokerSignIn(parts);
			const { code, kept } = await signIn(session);
			await sleep(5_000);
			const tokens = await answerOf(session);
			const verifiers = kept.filter((value) => value.length === 43);
			expect(verifiers.length).toBeGreaterThan(0);
			await expectNowhere(session, [code, ...verifiers, tokens['access_token'], tokens['id_token']]);
		},
		TEST_MS,
	);
});
