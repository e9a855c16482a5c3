import type { Browser, Page } from 'playwright-core';
import { accessibilityViolations } from '../page/accessibility';
import { createSession } from '../support/agent';
import { describeInChromium, launchChromium } from '../support/chromium';
import { AS, OPERATOR_TOKEN, startOperatorBroker, type OperatorBroker } from './operator-broker';

/** What an agent is told whose request was ended. */
const CANCELLED = { status: 404, body: { code: 'session_ended', ended: { state: 'cancelled' } } };

describeInChromium("the operator's page", () => {
	let browser: Browser;
	let broker: OperatorBroker;
	let page: Page;
	let faults: string[];
	beforeAll(async () => {
		browser = await launchChromium();
	});
	afterAll(() => browser.close());
	beforeEach(async () => {
		broker = await startOperatorBroker();
		page = await browser.newPage();
		page.setDefaultTimeout(10_000);
		faults = [];
		page.on('pageerror', (error) => faults.push(error.message));
		await page.goto(broker.operatorUrl);
	});
	afterEach(async () => {
		await page.close();
		expect(faults).toEqual([]);
	});

	const signIn = async (token = OPERATOR_TOKEN) => {
		await page.getByLabel('Operator token').fill(token);
		await page.getByRole('button', { name: 'Show open requests' }).click();
	};
	const says = (text: RegExp | string) => page.getByRole('status').getByText(text).waitFor();
	const press = (name: RegExp | string) => page.getByRole('button', { name, exact: true }).click();

	test('ends one request, once it is asked whether to, and leaves the others alone', async () => {
		const [mine, other] = [
			await createSession(broker.url, { template: 'openai' }, AS.finance),
			await createSession(broker.url, { template: 'aws' }, AS.robot),
		];
		await signIn();
		await says(/^As of /);
		const row = page.getByRole('row', { name: /Finance openai waiting/ });
		const end = row.getByRole('button');
		await end.click();
		await page.getByRole('dialog', { name: /^End request [0-9a-f]{16}\?$/ }).waitFor();
		expect(await accessibilityViolations(page)).toEqual([]);
		await press('Keep');
		expect((await mine.poll()).body.status).toBe('pending');
		await end.click();
		await press('End it');
		await says('1 ended.');
		await row.waitFor({ state: 'detached' });
		expect(await page.getByRole('row', { name: /Robot aws waiting/ }).count()).toBe(1);
		expect(await mine.poll()).toMatchObject(CANCELLED);
		expect((await other.poll()).body.status).toBe('pending');
		expect(await accessibilityViolations(page)).toEqual([]);
	});

	test('ends all of a key, and then all there are', async () => {
		const mine = [
			await createSession(broker.url, { template: 'openai' }, AS.finance),
			await createSession(broker.url, { template: 'openai' }, AS.finance),
		];
		const other = await createSession(broker.url, { template: 'aws' }, AS.robot);
		await signIn();
		await press('End all 2 of Finance');
		await page.getByText('End all 2 open requests of Finance?').waitFor();
		await press('End them');
		await says('2 ended.');
		for (const each of mine) expect(await each.poll()).toMatchObject(CANCELLED);
		expect((await other.poll()).body.status).toBe('pending');
		await press('End all 1');
		await press('End them all');
		await says('1 ended.');
		await page.getByText('Nobody is being asked for anything just now.').waitFor();
		expect(await other.poll()).toMatchObject(CANCELLED);
	});

	test('asks for the token again where it was wrong, and keeps the right one for as long as the tab is there', async () => {
		await signIn('not-the-token-of-this-operator-at-all');
		await page.locator('#status.wrong').getByText(/\S/).waitFor();
		expect(await page.getByLabel('Operator token').isVisible()).toBe(true);
		await signIn();
		await says(/^As of /);
		await page.reload();
		await says(/^As of /);
		await press('Sign out');
		await page.getByLabel('Operator token').waitFor();
		await page.reload();
		await page.getByLabel('Operator token').waitFor();
	});
});
