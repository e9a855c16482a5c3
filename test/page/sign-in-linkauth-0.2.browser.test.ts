import { describeInChromium } from '../support/chromium';
import { person } from '../support/person';
import {
	answerOf,
	askBrokerSignIn,
	askSignIn,
	passthroughSignIn,
	redeemAsAgent,
	type SignInSession,
} from './sign-in-parts';
import { WAIT_MS, visitSignIns } from './sign-in-visits';

describeInChromium('an agent of LinkAuth 0.2', () => {
	const { parts, newPage, sees, atSignIn, untilConsent, consent, signedIn } = visitSignIns();

	/** The link of one has nothing pinned to it. */
	const unpinned = async (asking: Promise<SignInSession>) => {
		const session = await asking;
		return { ...session, link: session.link.replace(/#.*/, '') };
	};

	test('that has made the whole address gets what it wanted of the answer, encrypted by the page', async () => {
		const session = await passthroughSignIn(parts());
		const page = await atSignIn(session);
		await signedIn(page);
		await sees(page, 'Signed in');
		const answer = await answerOf(session);
		expect(Object.keys(answer).sort()).toEqual(['code', 'iss']);
		expect(await redeemAsAgent(parts(), answer['code'], session.verifier)).toHaveProperty('access_token');
		expect(parts().broker.log()).not.toContain(String(answer['code']));
	});

	test.each<[string, () => Promise<SignInSession>]>([
		['the broker redeems', () => unpinned(askBrokerSignIn(parts()))],
		['the agent redeems', () => unpinned(askSignIn(parts()))],
		['the agent has made the whole address', () => passthroughSignIn(parts())],
	])(
		'where %s: its page’s address, with the token in the query, leads there and back',
		async (_, asking) => {
			const session = await asking();
			const { code } = session.reply;
			const { body } = await person.confirm(parts().url, code);
			const page = await newPage();
			// As its page does: by a script of the broker's own origin.
			await page.goto(parts().url);
			const address = `${parts().url}/v1/oauth/authorize/${code}?connect_token=${body.connect_token}`;
			await page.evaluate((to) => {
				location.assign(to);
			}, address);
			await untilConsent(page);
			await consent(page);
			await sees(page, 'Signed in');
			const answer = await answerOf(session);
			const tokens = answer['code'] ? await redeemAsAgent(parts(), answer['code'], session.verifier) : answer;
			expect(tokens).toHaveProperty('access_token');
			expect(parts().broker.log()).not.toContain(body.connect_token);
		},
		WAIT_MS,
	);
});
