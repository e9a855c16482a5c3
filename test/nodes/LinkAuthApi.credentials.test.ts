import type { IDataObject, INode } from 'n8n-workflow';

import { LinkAuthApi } from '../../credentials/LinkAuthApi.credentials';
import type { CredentialStore } from '../../n8n-engine/credentials';
import { startBroker, type RunningBroker } from '../support/broker';
import { startEcho } from '../support/echo-server';
import { freePort } from '../support/free-port';
import { engine, failure, json, runWithPeople } from '../support/n8n-run';
import {
	awaiting,
	freshCredential,
	httpRequest,
	inARow,
	items,
	linkAuthCredential,
	request,
	storedCredential,
} from '../support/n8n-workflow';
import { person } from '../support/person';

const KEY = 'the-right-key-0123456789';
let broker: RunningBroker;

beforeAll(async () => {
	broker = await startBroker({ LINKAUTH_API_KEYS: `team:${KEY}` });
});

describe('the sealing key', () => {
	/** After a first use with these nodes. Started all at once, because a new key takes two seconds to settle. */
	const used = (more: IDataObject, ...nodes: INode[]) => {
		const credentials = freshCredential(broker.url, { apiKey: KEY, ...more });
		return { credentials, execution: engine().run(inARow(...nodes), { credentials }) };
	};
	let fresh: ReturnType<typeof used>;
	let several: ReturnType<typeof used>;
	let expression: ReturnType<typeof used>;
	let refused: CredentialStore;
	beforeAll(async () => {
		const echo = await startEcho();
		fresh = used({}, request());
		several = used({}, ...items({}, {}, {}, {}), request());
		expression = used({ sealedCredential: '={{ $json.kept }}' }, request());
		refused = freshCredential(broker.url, { apiKey: KEY });
		const sent = runWithPeople(
			inARow(request(), awaiting(), httpRequest(`${echo.url}/status/401`)),
			{ credentials: refused },
			({ code }) => person.give(broker.url, code, { api_key: 'refused' }),
		);
		await Promise.all([fresh.execution, several.execution, expression.execution, sent]);
		expect(echo.received).toHaveLength(1);
	});

	it('is made at the first use, kept by n8n, and never replaced', async () => {
		const { credentials } = fresh;
		const { sealingKey } = storedCredential(credentials);
		expect(sealingKey).toMatch(/^[A-Za-z0-9_-]{43}$/);
		await engine().run(inARow(request()), { credentials });
		expect(await engine().testCredential('linkAuthApi', credentials)).toMatchObject({ status: 'OK' });
		expect(storedCredential(credentials)['sealingKey']).toBe(sealingKey);
	});

	it('is the same for items that are made side by side', async () => {
		const { credentials } = several;
		const execution = await several.execution;
		const ids = json(execution, 'Request Credential').map(({ session }) => (session as string).split('.')[2]);
		expect(new Set(ids).size).toBe(1);
		const waiting = await engine().run(
			inARow(...items(...json(execution, 'Request Credential')), awaiting({ wait: 'checkOnce' })),
			{ credentials },
		);
		expect(json(waiting, 'Await Credential', 3)).toHaveLength(4);
	});

	it('survives a refused API key, and a service that refuses the credential', async () => {
		const { sealingKey } = storedCredential(refused);
		expect(sealingKey).toMatch(/^[A-Za-z0-9_-]{43}$/);
		Object.assign(storedCredential(refused), { apiKey: 'wrong' });
		const execution = await engine().run(inARow(request()), { credentials: refused });
		expect(failure(execution)).toContain('refused the API key');
		expect(storedCredential(refused)['sealingKey']).toBe(sealingKey);
	});

	it('comes with where to find the sealed credential, so that n8n 1.x, which keeps resolved values, keeps nobody’s credential', async () => {
		const type = new LinkAuthApi();
		const resolved = { baseUrl: broker.url, sealingKey: '', sealedCredential: 'la1.credential.of.somebody' };
		expect(await type.preAuthentication(resolved)).toEqual({
			sealingKey: expect.any(String) as string,
			sealedSince: '',
			sealedAt: expect.any(String) as string,
			sealedCredential: '',
			itemCredential: expect.stringContaining('$json.credential') as string,
		});
		expect(await type.preAuthentication({ ...resolved, sealingKey: 'there' })).toEqual({});
	});

	it('an expression of the user’s own stays as it was written', () => {
		expect(storedCredential(expression.credentials)['sealedCredential']).toBe('={{ $json.kept }}');
	});
});

describe('the test in the credential’s window', () => {
	const test = (baseUrl: string, apiKey = KEY) =>
		engine().testCredential('linkAuthApi', linkAuthCredential(baseUrl, { apiKey }));

	it('proves address and key, with and without a slash at the end', async () => {
		expect(await test(broker.url)).toEqual({ status: 'OK', message: 'Connection successful!' });
		expect(await test(`${broker.url}/`)).toMatchObject({ status: 'OK' });
	});

	it('tells a missing key, a wrong key, another server and no server apart', async () => {
		const echo = await startEcho();
		expect((await test(broker.url, '')).message).toContain('asks for an API key');
		expect((await test(broker.url, 'wrong')).message).toContain('does not know this API key');
		expect((await test(`${echo.url}/status/404`)).message).toContain('no LinkAuth broker at this address');
		expect((await test(`http://127.0.0.1:${String(await freePort())}`)).status).toBe('Error');
	});
});
