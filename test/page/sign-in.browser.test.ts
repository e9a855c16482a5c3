import { describeInChromium } from '../support/chromium';
import { answerOf, askBrokerSignIn, askSignIn, redeemAsAgent, startSignInParts } from './sign-in-parts';
import { WAIT_MS, visitSignIns } from './sign-in-visits';

describeInChromium('a sign-in at a real provider', () => {
	const {
		parts,
		newPage,
		sees,
		press,
		atSignIn,
		leave,
		untilConsent,
		consent,
		signedIn,
		leaveElsewhere,
		statusOf,
	} = visitSignIns();

	test(
		'A: the agent gets the code, which its verifier alone makes tokens of; nothing of it stays in the browser',
		async () => {
			const session = await askSignIn(parts());
			const page = await atSignIn(session);
			await page.getByText('localhost').first().waitFor();
			await page.getByText('See your e-mail address').waitFor();
			await signedIn(page);
			await sees(page, 'Signed in');
			expect(page.url()).toBe(parts().callback);
			const answer = await answerOf(session);
			expect(Object.keys(answer).sort()).toEqual(['code', 'iss', 'redirect_uri', 'state']);
			expect(answer).toMatchObject({ iss: parts().provider.issuer, redirect_uri: parts().callback });
			const stored = await page.evaluate(() =>
				JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), history.state]),
			);
			expect(stored).not.toContain(String(answer['code']));
			expect(stored).not.toContain('connectToken');
			expect(parts().broker.log()).not.toContain(String(answer['code']));
			expect(await redeemAsAgent(parts(), answer['code'], session.verifier)).toMatchObject({
				token_type: 'Bearer',
			});
		},
		WAIT_MS,
	);

	test(
		'A: a code without its verifier is worth nothing',
		async () => {
			const session = await askSignIn(parts());
			await signedIn(await atSignIn(session));
			const other = await askSignIn(parts());
			const page = await atSignIn(other);
			await signedIn(page);
			await sees(page, 'Signed in');
			const { code } = await answerOf(other);
			expect(await redeemAsAgent(parts(), code, session.verifier)).toMatchObject({ error: 'invalid_grant' });
		},
		WAIT_MS,
	);

	test(
		'B: the agent gets what the provider answered to the broker',
		async () => {
			const session = await askBrokerSignIn(parts());
			const page = await atSignIn(session);
			await page.getByText('This service receives the access for a moment').first().waitFor();
			await signedIn(page);
			await sees(page, 'Signed in');
			expect(await answerOf(session)).toMatchObject({ token_type: 'Bearer', scope: 'openid email' });
			await page.reload();
			await sees(page, 'Signed in');
			expect(page.url()).toBe(parts().callback);
		},
		WAIT_MS,
	);

	test.each([
		['A', askSignIn],
		['B', askBrokerSignIn],
	] as const)(
		'%s: who says no at the provider declines, and the agent is told why',
		async (_, ask) => {
			const session = await ask(parts());
			const page = await atSignIn(session);
			await leave(page);
			await page.getByRole('link', { name: 'Cancel' }).click();
			await sees(page, 'No access was given');
			expect(await statusOf(session)).toMatchObject({
				status: 'denied',
				reason: 'sign-in refused: access_denied',
			});
			await page.reload();
			await sees(page, 'No access was given');
		},
		WAIT_MS,
	);

	test.each([
		['A', askSignIn],
		['B', askBrokerSignIn],
	] as const)(
		'%s: going back, forward and reloading at each step loses nothing',
		async (_, ask) => {
			const session = await ask(parts());
			const page = await atSignIn(session);
			await page.reload();
			await sees(page, /^Sign in with /);
			await leave(page);
			await page.reload();
			await page.goBack();
			await page.getByText('No answer yet').waitFor();
			await page.reload();
			await page.getByText('No answer yet').waitFor();
			await signedIn(page);
			await sees(page, 'Signed in');
			await page.reload();
			await sees(page, 'Signed in');
			await page.goto(session.link);
			await sees(page, 'Signed in');
			await page.goBack();
			await sees(page, 'Signed in');
			expect((await statusOf(session)).status).toBe('ready');
		},
		WAIT_MS,
	);

	test.each([
		['A', askSignIn],
		['B', askBrokerSignIn],
	] as const)(
		'%s: the same answer a second time, here or in another tab, changes nothing',
		async (_, ask) => {
			const session = await ask(parts());
			const page = await atSignIn(session);
			let returned = '';
			page.on('request', (request) => {
				if (request.url().startsWith(`${parts().callback}?`)) returned = request.url();
			});
			await signedIn(page);
			await sees(page, 'Signed in');
			expect(returned).toContain('code=');
			await page.goto(returned);
			await sees(page, 'Signed in');
			const other = await newPage(page.context());
			await other.goto(returned);
			await sees(other, 'Signed in');
			expect((await statusOf(session)).status).toBe('ready');
		},
		WAIT_MS,
	);

	test.each([
		['A', askSignIn],
		['B', askBrokerSignIn],
	] as const)(
		'%s: the answer may come back in another tab of this browser; the one that was left says so',
		async (_, ask) => {
			const session = await ask(parts());
			const left = await atSignIn(session);
			const address = await leaveElsewhere(left);
			const page = await newPage(left.context());
			await page.goto(address);
			await untilConsent(page);
			await consent(page);
			await sees(page, 'Signed in');
			await sees(left, 'Signed in');
			await left.reload();
			await sees(left, 'Signed in');
		},
		WAIT_MS,
	);

	test.each([
		['A', askSignIn],
		['B', askBrokerSignIn],
	] as const)(
		'%s: another browser says where to go on, passes nothing on, and leaves the sign-in as it is',
		async (_, ask) => {
			const session = await ask(parts());
			const page = await atSignIn(session);
			const address = await leaveElsewhere(page);
			const stranger = await newPage();
			const answer = stranger.waitForRequest((request) => request.url().startsWith(`${parts().callback}?`));
			await stranger.goto(address);
			await untilConsent(stranger);
			await consent(stranger);
			await sees(stranger, 'This sign-in began in another browser');
			expect(stranger.url()).toBe(parts().callback);
			await stranger.reload();
			await sees(stranger, 'This sign-in began in another browser');
			expect((await statusOf(session)).status).toBe('confirmed');
			await page.goto((await answer).url());
			await sees(page, 'Signed in');
		},
		WAIT_MS,
	);

	test(
		'coming back when the agent has taken the request back says that nothing was passed on',
		async () => {
			const session = await askSignIn(parts());
			const page = await atSignIn(session);
			await leave(page);
			await untilConsent(page);
			await session.cancel();
			await consent(page);
			await sees(page, 'You came back too late');
		},
		WAIT_MS,
	);

	test(
		'coming back after the time says so, and what the browser kept has no token any more',
		async () => {
			const session = await askSignIn(parts());
			const page = await atSignIn(session);
			await leave(page);
			await untilConsent(page);
			await page.clock.setFixedTime(Date.now() + 3_600_000);
			await consent(page);
			await sees(page, 'You came back too late');
			expect(await page.evaluate(() => JSON.stringify(Object.entries(localStorage)))).not.toContain(
				'connectToken',
			);
		},
		WAIT_MS,
	);

	test('a challenge that the link does not pin stops everything: nothing is sent anywhere', async () => {
		const session = await askSignIn(parts(), {}, 'A'.repeat(43));
		const page = await newPage();
		const requests: string[] = [];
		page.on('request', (request) => requests.push(request.url()));
		await page.goto(session.link);
		await press(page, 'Yes, it matches');
		await sees(page, 'Stop: this request may have been tampered with');
		expect(await page.getByRole('main').getByRole('button').count()).toBe(0);
		expect(requests.filter((url) => url.startsWith(parts().provider.issuer))).toEqual([]);
	});

	test('the challenge is compared again with what the address says when the person leaves', async () => {
		const page = await atSignIn(await askSignIn(parts()));
		const requests: string[] = [];
		page.on('request', (request) => requests.push(request.url()));
		await page.evaluate(() => {
			history.replaceState(history.state, '', location.hash.replace(/&c=.*/, `&c=${'A'.repeat(43)}`));
		});
		await page.getByRole('button', { name: /^Go on to/ }).click();
		await sees(page, 'Stop: this request may have been tampered with');
		expect(requests.filter((url) => url.startsWith(parts().provider.issuer))).toEqual([]);
	});

	test('the answer of another issuer is not passed on, and the agent is told', async () => {
		const session = await askSignIn(parts(), { oauth_issuer: 'https://other.example' });
		const page = await atSignIn(session);
		await signedIn(page);
		await sees(page, 'Stop: somebody else answered');
		expect(await statusOf(session)).toMatchObject({
			status: 'denied',
			reason: 'sign-in failed: another issuer answered',
		});
	});

	test('the agent gets further parameters of the answer that it has named, and no others', async () => {
		const session = await askSignIn(parts(), { custom_callback_params: ['code', 'state', 'realmId'] });
		const page = await atSignIn(session);
		const address = new URL(await leaveElsewhere(page));
		address.searchParams.set('prompt', 'consent');
		const back = await parts().provider.signIn(address.href);
		// As QuickBooks names the company.
		for (const [name, value] of Object.entries({ realmId: '9130', other: 'x' }))
			back.searchParams.set(name, value);
		await page.goto(back.href);
		await sees(page, 'Signed in');
		const answer = await answerOf(session);
		expect(Object.keys(answer).sort()).toEqual(['code', 'realmId', 'redirect_uri', 'state']);
		expect(answer['realmId']).toBe('9130');
	});

	test('an answer in the fragment never reaches the broker', async () => {
		const session = await askSignIn(parts(), { oauth_response_mode: 'fragment' });
		const page = await atSignIn(session);
		const requests: string[] = [];
		page.on('request', (request) => requests.push(request.url()));
		await signedIn(page);
		await sees(page, 'Signed in');
		expect(requests.filter((url) => url.startsWith(`${parts().callback}?`))).toEqual([]);
		const answer = await answerOf(session);
		expect(await redeemAsAgent(parts(), answer['code'], session.verifier)).toHaveProperty('access_token');
	});

	test('B: a code that the provider does not take ends it, and the agent is told why', async () => {
		const session = await askBrokerSignIn(parts());
		const page = await atSignIn(session);
		await page.route('**/v1/oauth/redeem', async (route) => {
			const sent = route.request().postDataJSON() as object;
			await route.continue({ postData: JSON.stringify({ ...sent, code: 'not-the-code' }) });
		});
		await signedIn(page);
		await sees(page, 'The sign-in did not work');
		expect(await statusOf(session)).toMatchObject({
			status: 'denied',
			reason: 'sign-in failed: invalid_grant',
		});
	});

	test(
		'B: where the provider does not answer, one may try again, or stop and tell the agent',
		async () => {
			const own = await startSignInParts();
			const session = await askBrokerSignIn(own);
			const page = await atSignIn(session);
			await page.getByRole('button', { name: /^Go on to/ }).click();
			await untilConsent(page);
			await page.route('**/v1/oauth/redeem', async (route) => {
				await own.provider.stop();
				await route.continue();
			});
			await consent(page);
			await sees(page, / does not answer$/);
			await page.getByRole('button', { name: 'Sign in again' }).waitFor();
			await press(page, 'Stop');
			await sees(page, 'The sign-in did not work');
			expect(await statusOf(session)).toMatchObject({
				status: 'denied',
				reason: 'sign-in failed: provider_unavailable',
			});
		},
		WAIT_MS,
	);

	test('declining before leaving ends it', async () => {
		const session = await askSignIn(parts());
		const page = await atSignIn(session);
		await press(page, 'Decline');
		await press(page, 'Decline it');
		await sees(page, 'Declined');
		expect((await statusOf(session)).status).toBe('denied');
	});
	test('a browser that cannot be sent on sees how its request stands', async () => {
		const session = await askBrokerSignIn(parts());
		const address = `${parts().url}/v1/oauth/authorize/${session.reply.code}`;
		const page = await newPage();
		await page.goto(address);
		await page.getByRole('button', { name: 'Yes, it matches' }).waitFor();
		await session.cancel();
		await page.goto(address);
		await sees(page, /./);
		expect(await page.getByRole('main').innerText()).not.toContain('{');
		expect(await page.getByRole('button', { name: 'Yes, it matches' }).count()).toBe(0);
	});
});
