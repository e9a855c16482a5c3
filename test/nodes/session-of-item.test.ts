import { findSession } from '../../nodes/AwaitCredential/session-of-item';
import { BrokerClient } from '../../nodes/shared/broker-client';
import { makeSealingKey } from '../../nodes/shared/derived-keys';
import { sealAgentState, sealSession, type AgentState } from '../../nodes/shared/sealed-session';
import { sha256Hex } from '../../protocol/encoding';
import { answered, nodeContext } from '../support/n8n-context';

const BROKER = 'https://broker.example';
const sealingKey = makeSealingKey();
const STATE: AgentState = {
	broker: BROKER,
	pollToken: 'pt_1',
	privateKey: 'key',
	use: [],
	allowedHosts: [],
	expiresAt: '2026-11-24T00:00:00Z',
};

const DISCOVERY = answered(200, { extensions_supported: ['long_poll', 'agent_state'] });

function find(
	from: Parameters<typeof findSession>[1],
	answer?: object,
	{ brokerUrl = BROKER, discovery = DISCOVERY } = {},
) {
	const { context, requests } = nodeContext({
		answer: ({ url }) => (url.endsWith('/.well-known/linkauth') ? discovery : answer),
	});
	const connection = { broker: new BrokerClient(context, brokerUrl), brokerUrl, sealingKey };
	return { found: findSession(connection, from), requests };
}

it('a session is in its sealed text', async () => {
	const session = { ...STATE, id: 'a'.repeat(64), code: 'ABCD-1234' };
	const { found, requests } = find({ session: await sealSession(sealingKey, session) });
	expect(await found).toEqual(session);
	expect(requests).toEqual([]);
});

it('a code is enough, however it is written: the broker keeps the rest', async () => {
	const state = answered(200, { agent_state: await sealAgentState(sealingKey, STATE) });
	const { found, requests } = find({ code: 'abcd l234' }, state);
	const id = await sha256Hex('ABCD1234');
	expect(await found).toEqual({ ...STATE, id, code: 'ABCD-1234' });
	expect(requests[0]?.url).toBe(`${BROKER}/v1/sessions/${id}/agent-state`);
});

it('a code that no request has finds none', async () => {
	expect(await find({ code: 'ABCD-1234' }, answered(404)).found).toBeUndefined();
});

it.each([
	['says so of itself', answered(200, { extensions_supported: ['long_poll'] })],
	['says nothing of itself', answered(404, { detail: 'Not Found' })],
])('a broker that keeps nothing for the code alone, and %s, is an error', async (_, discovery) => {
	const from = { code: 'ABCD-1234' };
	await expect(find(from, answered(404, { detail: 'Not Found' }), { discovery }).found).rejects.toThrow(
		'This broker cannot be asked by the Code alone',
	);
});

it.each([
	['is none', answered(404, '<html>'), 'There is no LinkAuth broker'],
	['has no answer', answered(503, '<html>'), 'The broker cannot do this at the moment (503).'],
])('a broker that %s is told as such', async (_, discovery, message) => {
	const { found } = find({ code: 'ABCD-1234' }, answered(404), { discovery });
	await expect(found).rejects.toThrow(message);
});

it.each<[string, Parameters<typeof findSession>[1], object | undefined, string]>([
	['text that is no code', { code: 'hello' }, undefined, 'The Code is not one of a request.'],
	['text that is no session', { session: 'hello' }, undefined, 'This is not a session.'],
	['nothing', { session: undefined }, undefined, 'There is no session in this item.'],
	['a broker that is none', { code: 'ABCD-1234' }, answered(200, {}), 'There is no LinkAuth broker'],
])('%s is an error', async (_, from, answer, message) => {
	await expect(find(from, answer).found).rejects.toThrow(message);
});

it.each([
	[`${BROKER}/`, true],
	['HTTPS://broker.example:443', true],
	['https://other.example', false],
	[`${BROKER}/other`, false],
])('a request that was made at %s is of the same broker: %p', async (broker, same) => {
	const session = await sealSession(sealingKey, { ...STATE, broker, id: 'a', code: 'b' });
	const { found } = find({ session });
	if (same) expect(await found).toMatchObject({ broker });
	else await expect(found).rejects.toThrow('The request was made at another broker.');
});
