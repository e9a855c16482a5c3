import { BrokerClient } from '../../nodes/shared/broker-client';
import { answered, nodeContext } from '../support/n8n-context';

const BROKER = 'https://broker.example/linkauth';
const SESSION = { id: 'abc', pollToken: 'pt_1' };

function client(answer: unknown = answered(200)) {
	const { context, requests } = nodeContext({
		answer: () => {
			if (answer instanceof Error) throw answer;
			return answer;
		},
	});
	return { broker: new BrokerClient(context, BROKER), requests };
}

it.each([
	[0, undefined, 15_000],
	[-3, undefined, 15_000],
	[0.9, undefined, 15_000],
	[20.7, 'wait=20', 35_000],
	[600, 'wait=60', 75_000],
])('a poll that may be held back for %d seconds', async (wait, prefer, timeout) => {
	const { broker, requests } = client(answered(200, { status: 'pending' }));
	await broker.poll(SESSION, wait, 'key-0123456789abc');
	expect(requests).toMatchObject([
		{
			method: 'GET',
			url: `${BROKER}/v1/sessions/abc`,
			timeout,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
		},
	]);
	expect(requests[0]?.headers).toEqual({
		authorization: 'Bearer pt_1',
		'idempotency-key': 'key-0123456789abc',
		...(prefer === undefined ? {} : { prefer }),
	});
});

it('a broker that is not there is one that may be later; another fault is thrown as it is', async () => {
	const refused = Object.assign(new Error('x'), { code: 'ECONNREFUSED' });
	expect(await client(refused).broker.poll(SESSION, 0, 'key')).toMatchObject({ kind: 'unavailable' });
	const fault = new Error('a fault');
	await expect(client(fault).broker.poll(SESSION, 0, 'key')).rejects.toBe(fault);
	await expect(client(refused).broker.createSession({ public_key: '' })).rejects.toThrow(
		'could not be reached',
	);
});

it.each([200, 201])('a session that was created with %i is given', async (status) => {
	const { broker, requests } = client(answered(status, { session_id: 'abc' }));
	expect(await broker.createSession({ public_key: 'key' })).toEqual({ session_id: 'abc' });
	expect(requests).toMatchObject([
		{ method: 'POST', url: `${BROKER}/v1/sessions`, body: { public_key: 'key' } },
	]);
});

it.each([202, 400, 429, 500])('with %i it was not created', async (status) => {
	await expect(client(answered(status)).broker.createSession({ public_key: 'key' })).rejects.toThrow(
		String(status),
	);
});

it.each([answered(204), answered(500), new Error('no network')])(
	'an acknowledgement is best effort',
	async (answer) => {
		const { broker, requests } = client(answer);
		await expect(broker.acknowledge(SESSION)).resolves.toBeUndefined();
		expect(requests).toMatchObject([
			{
				method: 'DELETE',
				url: `${BROKER}/v1/sessions/abc`,
				headers: { authorization: 'Bearer pt_1' },
				timeout: 5_000,
			},
		]);
	},
);

it.each([
	[answered(200, { agent_state: 'la1' }), 'la1'],
	[answered(404), undefined],
])('the agent’s state, or none', async (answer, state) => {
	expect(await client(answer).broker.agentState('abc')).toBe(state);
});

it.each([answered(200, { agent_state: 1 }), answered(500, { agent_state: 'la1' })])(
	'anything else is no agent state',
	async (answer) => {
		await expect(client(answer).broker.agentState('abc')).rejects.toThrow();
	},
);

it.each([
	[answered(200, { reachable: true }), { reachable: true }],
	[answered(200, { reachable: false }), { reachable: false }],
	[answered(404, { code: 'session_not_found' }), undefined],
])('a callback is registered, or its session over', async (answer, registered) => {
	expect(await client(answer).broker.registerCallback(SESSION, 'https://n8n.example', 'cs_1')).toEqual(
		registered,
	);
});

it.each([answered(200, {}), answered(404, {}), answered(404, undefined), answered(500, { reachable: true })])(
	'any other answer to it is an error',
	async (answer) => {
		await expect(
			client(answer).broker.registerCallback(SESSION, 'https://n8n.example', 'cs_1'),
		).rejects.toThrow();
	},
);

it('n8n is made to authenticate, whatever the answer', async () => {
	const { broker, requests } = client(answered(403));
	await broker.checkAccess();
	expect(requests).toMatchObject([{ method: 'GET', url: `${BROKER}/v1/auth` }]);
});
