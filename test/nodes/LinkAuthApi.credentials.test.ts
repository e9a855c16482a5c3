import type { IDataObject, IHttpRequestHelper, INode } from 'n8n-workflow';

import { LinkAuthApi } from '../../credentials/LinkAuthApi.credentials';
import type { CredentialStore } from '../../n8n-engine/credentials';
import { startBroker, type RunningBroker } from '../support/broker';
import { startEcho } from '../support/echo-server';
import { engine, failure, json, runWithPeople } from '../support/n8n-run';
import {
	awaiting,
	freshCredential,
	httpRequest,
	inARow,
	items,
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
		const prepare = (data: IDataObject) =>
			type.preAuthentication.call({} as IHttpRequestHelper, data as never);
		const resolved = { baseUrl: broker.url, sealingKey: '', sealedCredential: 'la1.credential.of.somebody' };
		expect(await prepare(resolved)).toEqual({
			sealingKey: expect.any(String) as string,
			sealedSince: '',
			sealedAt: expect.any(String) as string,
			sealedCredential: '',
			itemCredential: expect.stringContaining('$json.credential') as string,
		});
		expect(await prepare({ ...resolved, sealingKey: 'there' })).toEqual({});
	});

	it('an expression of the user’s own stays as it was written', () => {
		expect(storedCredential(expression.credentials)['sealedCredential']).toBe('={{ $json.kept }}');
	});
});

describe('what stands under Advanced', () => {
	it.each(['sealedCredential', 'sealingLabel', 'allowedHttpRequestDomains', 'allowedDomains'])(
		'%s is there twice: to be seen with it, and to count without it',
		(name) => {
			const found = new LinkAuthApi().properties.filter((property) => property.name === name);
			expect(found.map(({ type, displayOptions }) => [type === 'hidden', displayOptions])).toEqual([
				[false, { show: expect.objectContaining({ advanced: [true] }) as object }],
				[true, { hide: { advanced: [true] } }],
			]);
			expect(found[0]?.default).toBe(found[1]?.default);
		},
	);

	it('at first sight there are Broker URL and API Key, and the switch', () => {
		const seen = new LinkAuthApi().properties.filter(
			({ type, displayOptions }) => type !== 'hidden' && displayOptions === undefined,
		);
		expect(seen.map(({ displayName }) => displayName)).toEqual(['Broker URL', 'API Key', 'Advanced']);
	});
});
