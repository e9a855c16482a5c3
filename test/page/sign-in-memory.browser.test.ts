import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describeInChromium, launchChromium } from '../support/chromium';
import { freePort } from '../support/free-port';
import { metricsAt } from '../support/metrics';
import { temporaryFolder } from '../support/temporary-folder';
import { until } from '../support/until';
import { answerOf, askSignIn, redeemAsAgent, startSignInParts } from './sign-in-parts';

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

describeInChromium('the memory of a broker after a sign-in whose code the agent redeemed', () => {
	test(
		'has neither code nor state, verifier or token; nor have log and metrics',
		async () => {
			const folder = temporaryFolder();
			const metrics = metricsAt(await freePort());
			const options = `--heapsnapshot-signal=SIGUSR2 --diagnostic-dir=${folder}`;
			const parts = await startSignInParts({
				NODE_OPTIONS: options,
				LINKAUTH_LOG_LEVEL: 'debug',
				...metrics.setting,
			});
			const browser = await launchChromium();
			const page = await browser.newPage();
			await page.route(/googleapis/, (route) => route.abort());
			const session = await askSignIn(parts);
			await page.goto(session.link);
			await page.getByRole('button', { name: 'Yes, it matches' }).click();
			await page.getByRole('button', { name: /^Go on to/ }).click();
			await page.getByPlaceholder('Enter any login').fill('alice');
			await page.getByPlaceholder('and password').fill('any');
			await page.getByRole('button', { name: 'Sign-in' }).click();
			const returned = page.waitForRequest((request) => request.url().startsWith(`${parts.callback}?`));
			await page.getByRole('button', { name: 'Continue' }).click();
			const state = new URL((await returned).url()).searchParams.get('state') ?? '';
			await page.getByRole('heading', { level: 1, name: 'Signed in' }).waitFor();
			const { code } = await answerOf(session);
			const tokens = await redeemAsAgent(parts, code, session.verifier);

			const secrets = [code, state, session.verifier, tokens['access_token'], tokens['id_token']].map(String);
			for (const secret of secrets) expect(secret.length).toBeGreaterThan(20);
			const heap = await heapOf(parts.broker.process, folder);
			expect(heap).toContain(session.reply.session_id.slice(0, 16));
			const found = (text: string) => secrets.map((secret) => text.includes(secret));
			const none = secrets.map(() => false);
			expect(found(heap)).toEqual(none);
			expect(found(parts.broker.log())).toEqual(none);
			expect(found(await metrics.text())).toEqual(none);
		},
		TEST_MS,
	);
});
