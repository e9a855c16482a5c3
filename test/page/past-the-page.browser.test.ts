import type { Page } from 'playwright-core';
import { startAnswering } from '../support/answering-server';
import { describeInChromium } from '../support/chromium';
import { person } from '../support/person';
import { askBrokerSignIn, askSignIn, passthroughSignIn } from './sign-in-parts';
import { WAIT_MS, visitSignIns } from './sign-in-visits';

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
	const entries = ['in a mail', 'on a page of another site'] as const;

	test.each(ways.flatMap(([way, ask]) => entries.map((entry) => [way, entry, ask] as const)))(
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
			if (entry === 'in a mail') {
				await page.goto(address);
			} else {
				await followOnAnotherSite(page, address);
			}
			await page.waitForURL(`${parts().url}/connect/${code}`);
			await sees(page, 'This link is not open');
			expect(asked).not.toContain(parts().provider.issuer);
			expect((await session.poll()).body.status).toBe('confirmed');
		},
		WAIT_MS,
	);

	test(
		'a page of another site cannot send on who has confirmed, either',
		async () => {
			const session = await askBrokerSignIn(parts());
			const page = await atSignIn(session);
			const address = `${parts().url}/v1/oauth/authorize/${session.reply.code}`;
			await followOnAnotherSite(page, address);
			await page.waitForURL(`${parts().url}/connect/${session.reply.code}`);
			await sees(page, /^Sign in with /);
		},
		WAIT_MS,
	);
});

/** Follows a link to an address, on a page that is at another one. */
async function followOnAnotherSite(page: Page, address: string): Promise<void> {
	const site = await startAnswering(() => ({ status: 200, body: `<a href="${address}">Your prize</a>` }));
	await page.goto(site.url);
	await page.getByRole('link').click();
}
