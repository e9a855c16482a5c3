import { setTimeout as sleep } from 'node:timers/promises';

import { unsealSession } from '../../nodes/shared/sealed-session';
import { sessionIdOf } from '../../protocol/user-code';
import { startBroker, type RunningBroker } from '../support/broker';
import { call } from '../support/http';
import { engine, failure, json, runWithPeople, startWithPeople, text } from '../support/n8n-run';
import {
	awaiting,
	inARow,
	items,
	linkAuthCredential,
	request,
	storedCredential,
} from '../support/n8n-workflow';
import { person } from '../support/person';

const SECRET = 'sk-live-4f9c1d7e8a2b6503';
const RECEIVED = 0;
const DECLINED = 1;
const EXPIRED = 2;
const PENDING = 3;
let broker: RunningBroker;

beforeAll(async () => {
	broker = await startBroker();
});

const credentials = () => linkAuthCredential(broker.url);
const give = ({ code }: { code: string }) => person.give(broker.url, code, { api_key: SECRET });

it('a request that the person declines leaves through Declined, with the reason', async () => {
	const execution = await runWithPeople(
		inARow(request(), awaiting()),
		{ credentials: credentials() },
		({ code }) => person.deny(broker.url, code, { reason: 'not mine' }),
	);
	expect(json(execution, 'Await Credential', DECLINED)).toMatchObject([
		{ status: 'declined', reported: false, reason: 'not mine' },
	]);
	expect(json(execution, 'Await Credential', RECEIVED)).toEqual([]);
});

it('a request that is over without an answer leaves through Expired', async () => {
	const store = credentials();
	const execution = await runWithPeople(
		inARow(request(), awaiting()),
		{ credentials: store },
		async ({ session }) => {
			const { sealingKey } = storedCredential(store);
			const { id, pollToken } = await unsealSession(sealingKey as string, session);
			const headers = { authorization: `Bearer ${pollToken}` };
			expect((await call(broker.url, 'DELETE', `/v1/sessions/${id}`, { headers })).status).toBe(204);
		},
	);
	expect(json(execution, 'Await Credential', EXPIRED)).toEqual([
		{ status: 'expired', reason: 'cancelled', endedAt: expect.stringMatching(/^20.*Z$/) as string },
	]);
	expect(json(execution, 'Await Credential', RECEIVED)).toEqual([]);
});

it('Pending tells when the link was opened, and when the code was confirmed', async () => {
	const time = expect.stringMatching(/^20.*Z$/) as string;
	const look = async (act: (code: string) => Promise<unknown>) => {
		const store = credentials();
		const asked = await runWithPeople(inARow(request()), { credentials: store }, ({ code }) => act(code));
		const session = text(asked, 'Request Credential', 'session');
		const once = inARow(...items({ session }), awaiting({ wait: 'checkOnce' }));
		return json(await engine().run(once, { credentials: store }), 'Await Credential', PENDING)[0];
	};
	const open = (code: string) => call(broker.url, 'GET', `/v1/connect/${code}`);
	const confirm = (code: string) => call(broker.url, 'POST', `/v1/connect/${code}/confirm`);
	expect(await look(() => Promise.resolve())).not.toHaveProperty('openedAt');
	const opened = await look(open);
	expect(opened).toMatchObject({ status: 'pending', openedAt: time });
	expect(opened).not.toHaveProperty('confirmedAt');
	expect(await look(confirm)).toMatchObject({ status: 'confirmed', confirmedAt: time });
});

it('several people are asked at once, and each answer keeps its item', async () => {
	const execution = await runWithPeople(
		inARow(
			...items({ who: 'Ada' }, { who: 'Bob' }, { who: 'Cyd' }),
			request({ displayName: '={{ $json.who }}' }),
			awaiting({ output: 'decrypted' }),
		),
		{ credentials: credentials() },
		async ({ code, message }, index) => {
			expect(message).toContain(['Ada', 'Bob', 'Cyd'][index]);
			if (index === 1) return await person.deny(broker.url, code);
			return await person.give(broker.url, code, { api_key: `key of ${String(index)}` });
		},
	);
	const received = execution.output('Await Credential', RECEIVED);
	expect(received.map(({ json: { credential }, pairedItem }) => [credential, pairedItem])).toEqual([
		[{ api_key: 'key of 0' }, { item: 0 }],
		[{ api_key: 'key of 2' }, { item: 2 }],
	]);
	expect(execution.output('Await Credential', DECLINED)[0]?.pairedItem).toEqual({ item: 1 });
});

it('a slow person does not hold up a fast one', async () => {
	const execution = await runWithPeople(
		inARow(...items({}, {}), request(), awaiting()),
		{ credentials: credentials() },
		async (asked, index) => {
			if (index === 0) await sleep(1_000);
			await give(asked);
		},
	);
	const [slow = 0, fast = 0] = json(execution, 'Await Credential', RECEIVED).map((item) =>
		Date.parse(item['receivedAt'] as string),
	);
	expect(slow - fast).toBeGreaterThan(750);
});

it('a limit on the wait ends it before the request ends, and leaves what is needed to go on', async () => {
	const store = credentials();
	const limited = await runWithPeople(inARow(request(), awaiting({ options: { limitWait: 0.02 } })), {
		credentials: store,
	});
	const [timeout] = json(limited, 'Await Credential', EXPIRED);
	expect(timeout).toEqual({
		status: 'timeout',
		code: expect.any(String) as string,
		session: expect.stringMatching(/^la1\.session\./) as string,
	});
	await give({ code: text(limited, 'Await Credential', 'code', EXPIRED) });
	const later = await engine().run(inARow(...items({ session: timeout?.['session'] }), awaiting()), {
		credentials: store,
	});
	expect(json(later, 'Await Credential', RECEIVED)).toHaveLength(1);
});

it('Check Once leaves through Pending with what is needed to look again, and then finds the answer', async () => {
	const store = credentials();
	const first = await runWithPeople(inARow(request(), awaiting({ wait: 'checkOnce' })), {
		credentials: store,
	});
	const [pending] = json(first, 'Await Credential', PENDING);
	expect(pending).toMatchObject({ status: 'pending', code: expect.any(String) as string });
	await give({ code: text(first, 'Await Credential', 'code', PENDING) });
	const second = await engine().run(
		inARow(...items({ session: pending?.['session'] }), awaiting({ wait: 'checkOnce', output: 'decrypted' })),
		{ credentials: store },
	);
	expect(json(second, 'Await Credential', RECEIVED)[0]).toMatchObject({ credential: { api_key: SECRET } });
	expect(json(second, 'Await Credential', PENDING)).toEqual([]);
});

it('Check Once that comes too soon is Pending, not a failure', async () => {
	const store = credentials();
	const asked = await runWithPeople(inARow(request()), { credentials: store });
	const session = text(asked, 'Request Credential', 'session');
	const looks = inARow(...items({ session }, { session }, { session }), awaiting({ wait: 'checkOnce' }));
	const execution = await engine().run(looks, { credentials: store });
	expect(json(execution, 'Await Credential', PENDING)).toHaveLength(3);
});

it('the code alone is enough to go on, in another execution and written carelessly', async () => {
	const store = credentials();
	const asked = await runWithPeople(inARow(request()), { credentials: store }, give);
	const code = text(asked, 'Request Credential', 'code');
	const execution = await engine().run(
		inARow(
			...items({ code: code.toLowerCase().replace('-', ' ') }),
			awaiting({ from: 'code', output: 'decrypted' }),
		),
		{ credentials: store },
	);
	expect(json(execution, 'Await Credential')[0]).toMatchObject({ credential: { api_key: SECRET } });
});

it('a code that no request has leaves through Expired and says what it may be', async () => {
	const execution = await engine().run(inARow(awaiting({ from: 'code', code: 'ABCD-1234' })), {
		credentials: credentials(),
	});
	expect(json(execution, 'Await Credential', EXPIRED)[0]).toMatchObject({
		status: 'expired',
		detail: expect.stringContaining('mistyped') as string,
	});
});

it('text that cannot be a code is an error that says how codes look', async () => {
	const execution = await engine().run(inARow(awaiting({ from: 'code', code: 'hello' })), {
		credentials: credentials(),
	});
	expect(failure(execution)).toContain('such as ABCD-1234');
});

it('after the credential has arrived, the broker keeps nothing of the session', async () => {
	const seen: string[] = [];
	await runWithPeople(inARow(request(), awaiting()), { credentials: credentials() }, async (asked) => {
		seen.push(await sessionIdOf(asked.code.replace('-', '')));
		await give(asked);
	});
	const { status } = await call(broker.url, 'GET', `/v1/sessions/${seen[0] ?? ''}/agent-state`);
	expect(status).toBe(404);
});

it('stopping the execution stops the wait at once', async () => {
	const running = startWithPeople(inARow(request(), awaiting()), { credentials: credentials() }, () => {
		setTimeout(() => {
			running.cancel();
		}, 300);
		return Promise.resolve();
	});
	const startedAt = Date.now();
	const execution = await running.finished;
	expect(execution.status).toBe('canceled');
	expect(Date.now() - startedAt).toBeLessThan(3_000);
	expect(json(execution, 'Await Credential')).toEqual([]);
});
