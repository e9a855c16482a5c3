import type { Page } from 'playwright-core';
import { startAnswering } from '../support/answering-server';
import { describeInChromium } from '../support/chromium';
import { person } from '../support/person';
import { askBrokerSignIn, askSignIn, passthroughSignIn } from './sign-in-parts';
import { WAIT_MS, visitSignIns } from './sign-in-visits';

const ENTRIES = ['in a mail', 'on a page of another site'] as const;

/*
 * Somebody asks for a sign-in, confirms it, and sends the address that the page would go to next, with the connect token
 * in it. Many providers ask nothing of who is signed in and has agreed before: on the broker's page alone would whoever
 * follows it see who asks for what.
 */
describeInChromium('an address that leads past the page', () => {
	const { parts, sees, atSignIn, signedIn } = visitSignIns();

	const ways = [
		['the broker redeems', askBrokerSignIn],
		['the agent redeems', askSignIn],
		['the agent has made the whole address', passthroughSignIn],
	] as const;

	test.each(ways.flatMap(([way, ask]) => ENTRIES.map((entry) => [way, entry, ask] as const)))(
		'where %s, and it is found %s: nobody is sent to the provider, and nothing is passed on',
		async (_, entry, ask) => {
			const page = await atSignIn(await ask(parts()));
			await signedIn(page);
			await sees(page, 'Signed in');

			const session = await ask(parts());
			const { code } = session.reply;
			const { body } = await person.confirm(parts().url, code);
			const address = `${parts().url}/v1/oauth/authorize/${code}?connect_token=${body.connect_token}`;
			const asked: string[] = [];
			page.on('request', (request) => asked.push(new URL(request.url()).origin));
			await follow(page, entry, address);
			await page.waitForURL(`${parts().url}/connect/${code}`);
			await sees(page, 'This link is not open');
			expect(asked).not.toContain(parts().provider.issuer);
			expect((await session.poll()).body.status).toBe('confirmed');
		},
		WAIT_MS,
	);

	test.each(ENTRIES)(
		'who has confirmed is not sent on by an address %s, either',
		async (entry) => {
			const session = await askBrokerSignIn(parts());
			const page = await atSignIn(session);
			const { code } = session.reply;
			await follow(page, entry, `${parts().url}/v1/oauth/authorize/${code}`);
			await page.waitForURL(`${parts().url}/connect/${code}`);
			await sees(page, /^Sign in with /);
		},
		WAIT_MS,
	);
});

/** Follows a link to an address: from outside of the browser, or on a page that is at another one. */
async function follow(page: Page, entry: (typeof ENTRIES)[number], address: string): Promise<void> {
	if (entry === 'in a mail') {
		await page.goto(address);
		return;
	}
	const site = await startAnswering(() => ({ status: 200, body: `<a href="${address}">Your prize</a>` }));
	await page.goto(site.url);
	await page.getByRole('link').click();
}
