import { createSession } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { confirming } from '../support/browser-with-cookies';
import { call } from '../support/http';
import { pipeline, tally } from '../support/pipeline';
import { person } from '../support/person';

const FORM = 'application/x-www-form-urlencoded';

/*
 * What a page of another site can make its visitors' browsers send without asking the broker first: addresses, and forms.
 */
describe('a page of another site', () => {
	let broker: RunningBroker;
	beforeAll(async () => {
		broker = await startBroker({ LINKAUTH_RATE_LIMITS: 'on' });
	});

	const fromSite = (site: string, type = FORM) => ({
		accept: 'text/html',
		'content-type': type,
		'sec-fetch-site': site,
	});

	test.each(['cross-site', 'same-site', 'anything'])('(%s) changes nothing with a form', async (site) => {
		const session = await createSession(broker.url);
		const { code } = session.reply;
		const headers = fromSite(site);
		for (const step of ['confirm', 'deny', 'complete']) {
			const {
				status,
				headers: answered,
				body,
			} = await call(broker.url, 'POST', `/v1/connect/${code}/${step}`, { headers });
			expect([status, body['code'], answered['set-cookie']]).toEqual([403, 'not_allowed', undefined]);
		}
		expect((await session.poll()).body.status).toBe('pending');
		expect((await call(broker.url, 'POST', '/device_authorization', { headers })).body).toMatchObject({
			error: 'unauthorized_client',
		});
	});

	test('cannot use up what its visitors may guess, ask or create', async () => {
		const session = await createSession(broker.url);
		const { send, authorize } = await confirming(broker.url, (await createSession(broker.url)).reply.code);
		const headers = fromSite('cross-site');
		const addresses: readonly (readonly [string, number])[] = [
			['GET /v1/connect/ZZZZ-1000', 403],
			[`GET ${authorize}?connect_token=ct_${'x'.repeat(43)}`, 303],
			['POST /v1/oauth/return', 403],
			['POST /v1/sessions', 403],
			[`GET /v1/sessions/${'0'.repeat(64)}`, 403],
			['GET /v1/providers', 403],
			// As OAuth has it: unauthorized_client.
			['POST /token', 400],
			['POST /device_authorization', 400],
		];
		for (const [start, status] of addresses) {
			const request = { start, headers: { ...headers, 'content-length': '0' } };
			const statuses = await pipeline(broker.port, Array<typeof request>(120).fill(request));
			expect([start, tally(statuses)]).toEqual([start, { [status]: 120 }]);
		}
		expect((await person.lookUp(broker.url, session.reply.code)).status).toBe(200);
		expect((await send('GET', authorize)).body['code']).not.toBe('rate_limited');
		expect((await createSession(broker.url)).reply.code).toBeDefined();
	});

	test.each([
		'/',
		'/connect',
		'/connect/ZZZZ-1000',
		'/v1/oauth/callback',
		'/openapi.json',
		'/health',
		'/.well-known/linkauth',
	])('may lead to %s', async (address) => {
		const { status } = await call(broker.url, 'GET', address, { headers: fromSite('cross-site') });
		expect([200, 303]).toContain(status);
	});
});
