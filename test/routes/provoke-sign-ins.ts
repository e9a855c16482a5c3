import { randomBytes } from 'node:crypto';
import { createSession } from '../support/agent';
import { startBroker } from '../support/broker';
import { person } from '../support/person';
import { comeBack, leave, PROVIDER, startSignInBroker } from '../support/sign-in-session';
import { asking, form, type Given } from './every-call';

const STATE = 'a-state-of-nobody-a-state-of-nobody-0123456789';

/** What a broker says of sign-ins: those that it redeems, and those that it does not offer. */
export async function fromABrokerWithSignIns(given: Given[], key: string): Promise<void> {
	const { broker, provider } = await startSignInBroker();
	const { url } = broker;
	const ask = asking(url, given);
	await ask('GET', '/v1/providers');
	await ask('GET', '/v1/oauth/callback?code=c&state=s');
	for (const wish of [
		{ oauth_provider: 'googl' },
		{
			oauth_authorization_endpoint: 'https://elsewhere.example/',
			oauth_client_id: 'x',
			oauth_code_challenge: 'A'.repeat(43),
		},
	]) {
		await ask('POST', '/v1/sessions', { body: { public_key: key, ...wish } });
	}
	const left = await leave(url);
	await ask('GET', `/v1/oauth/authorize/${left.session.reply.code}`, { headers: { cookie: left.cookie } });
	const again = await leave(url);
	const answer = await comeBack({ provider }, again);
	const headers = { cookie: again.cookie };
	await ask('POST', '/v1/oauth/return', { headers, body: { state: answer.state } });
	await ask('POST', '/v1/oauth/redeem', {
		headers,
		body: { ...answer, code: randomBytes(16).toString('hex') },
	});
	const third = await leave(url);
	const good = await comeBack({ provider }, third);
	const own = { cookie: third.cookie };
	await ask('POST', '/v1/oauth/redeem', { headers: own, body: good });
	await ask('POST', '/v1/oauth/return', { headers: own, body: { state: good.state } });
	await ask('GET', `/v1/oauth/authorize/${third.session.reply.code}`, { headers: own });
	const pending = await createSession(url, { oauth_provider: PROVIDER });
	await ask('GET', `/v1/oauth/authorize/${pending.reply.code}?connect_token=ct_`);
	const denied = await leave(url);
	const { state } = await comeBack({ provider }, denied);
	await person.deny(url, denied.session.reply.code, { connect_token: denied.connectToken });
	for (const address of ['/v1/oauth/redeem', '/v1/oauth/return']) {
		const body = { ...good, state };
		await ask('POST', address, { headers: { cookie: denied.cookie }, body });
		await ask('POST', address, { body: { ...good, state: STATE } });
		await ask('POST', address, { body: '{' });
		await ask('POST', address, { body: {} });
		await ask('POST', address, { headers: { 'content-type': 'text/plain' }, body: 'x' });
		await ask('POST', address, { body: ' '.repeat(2_500_000) });
	}
	const away = await leave(url);
	const lost = await comeBack({ provider }, away);
	await provider.stop();
	await ask('POST', '/v1/oauth/redeem', { headers: { cookie: away.cookie }, body: lost });
	await broker.stop();
}

/** What a broker says whose provider does not say what its addresses are. */
export async function fromABrokerWithoutItsProvider(given: Given[], key: string): Promise<void> {
	const broker = await startBroker({
		OAUTH_TESTING_CLIENT_ID: 'broker',
		OAUTH_TESTING_CLIENT_SECRET: 'secret-of-the-client',
		OAUTH_TESTING_ISSUER: 'http://127.0.0.1:9',
	});
	const ask = asking(broker.url, given);
	await ask('POST', '/v1/sessions', { body: { public_key: key, oauth_provider: PROVIDER } });
	await ask(
		'POST',
		'/device_authorization',
		form({ client_id: 'robot', public_key: key, oauth_provider: PROVIDER }),
	);
	await broker.stop();
}
