import { readFileSync } from 'node:fs';

import { awaitSession } from '../../nodes/AwaitCredential/await-session';
import { findSession } from '../../nodes/AwaitCredential/session-of-item';
import { BrokerClient } from '../../nodes/shared/broker-client';
import { makeSealingKey } from '../../nodes/shared/derived-keys';
import type { Session } from '../../nodes/shared/sealed-session';
import { answered, nodeContext } from '../support/n8n-context';
import { inRepository } from '../support/repository';

interface Recording {
	/** PKCS #8 of the key that the recorded envelope is for. */
	readonly private_key: string;
	readonly plaintext: Readonly<Record<string, string>>;
	readonly answers: readonly { readonly name: string; readonly path: string; readonly answer: string }[];
}

/** What the broker of the protocol's authors answers; where and when recorded, the file says. */
const recording = JSON.parse(
	readFileSync(inRepository('test/nodes/linkauth-broker-answers.json'), 'utf8'),
) as Recording;

/** A recorded answer as n8n gives it. */
function recorded(name: string): { readonly statusCode: number; readonly body: unknown } {
	const { answer = '' } = recording.answers.find((each) => each.name === name) ?? {};
	const [head = '', body = ''] = answer.split('\r\n\r\n');
	const [status = '', ...lines] = head.split('\r\n');
	const headers = Object.fromEntries(
		lines.map((line) => line.toLowerCase().split(': ', 2)) as [string, string][],
	);
	const content: unknown = body === '' ? '' : JSON.parse(body);
	return answered(Number(status.split(' ')[1]), content, headers) as ReturnType<typeof recorded>;
}

/** A client to whom the broker gives these answers, one after the other. */
function client(...names: string[]) {
	let next = 0;
	const { context, requests } = nodeContext({ answer: () => recorded(names[next++] ?? '') });
	return { broker: new BrokerClient(context, BROKER), requests };
}

const BROKER = 'http://localhost:8080';
const created = recorded('create').body as Record<
	'session_id' | 'code' | 'poll_token' | 'expires_at',
	string
>;
const session: Session = {
	id: created.session_id,
	code: created.code,
	broker: BROKER,
	pollToken: created.poll_token,
	privateKey: recording.private_key,
	use: [],
	allowedHosts: [],
	expiresAt: created.expires_at,
};
const OPTIONS = { once: false, until: Infinity, signal: new AbortController().signal };
const clock = { now: () => Date.parse(created.expires_at) - 500_000, sleep: () => Promise.resolve() };

it('a session that it makes is understood', async () => {
	const reply = await client('create').broker.createSession({ public_key: 'key' });
	expect(reply).toMatchObject({ session_id: session.id, code: session.code, poll_token: session.pollToken });
});

it('is polled until the credential is there', async () => {
	const { broker, requests } = client('poll pending', 'poll confirmed', 'poll ready');
	const outcome = await awaitSession(broker, session, OPTIONS, clock);
	expect(outcome).toEqual({ kind: 'received', fields: recording.plaintext });
	expect(requests).toHaveLength(3);
});

it('checking once tells how it stands, without times that it does not know', async () => {
	const once = { ...OPTIONS, once: true };
	const { broker } = client('poll confirmed');
	expect(await awaitSession(broker, session, once, clock)).toEqual({ kind: 'pending', status: 'confirmed' });
});

it('a session that it does not have any more has expired, without a reason', async () => {
	const { broker } = client('poll unknown');
	expect(await awaitSession(broker, session, OPTIONS, clock)).toEqual({ kind: 'expired' });
});

it('but one that this execution has collected is an error, whether the broker says so or not', async () => {
	for (const answer of ['poll consumed', 'poll unknown']) {
		const waiting = awaitSession(client(answer).broker, session, { ...OPTIONS, collectedBy: 'First' }, clock);
		await expect(waiting).rejects.toThrow('has been collected by “First”.');
	}
});

it.each([
	['poll with another token', 'The broker does not accept this session (403).'],
	['poll consumed', 'The credential of this request has been collected before.'],
])('%s is an error', async (answer, message) => {
	await expect(awaitSession(client(answer).broker, session, OPTIONS, clock)).rejects.toThrow(message);
});

it('the code alone is not enough for it, which is told', async () => {
	const { broker } = client('agent state', 'discovery');
	const connection = { broker, brokerUrl: BROKER, sealingKey: makeSealingKey() };
	await expect(findSession(connection, { code: 'ABCD-1234' })).rejects.toThrow(
		'This broker cannot be asked by the Code alone',
	);
});

it('cannot call, and need not be told that the credential has arrived', async () => {
	await expect(
		client('register callback').broker.registerCallback(session, 'https://n8n.example', 'secret'),
	).rejects.toMatchObject({ status: 405 });
	await client('acknowledge').broker.acknowledge(session);
});

it('what it does not accept is told in its words', async () => {
	const { broker } = client('unknown template');
	await expect(broker.createSession({ public_key: 'key', template: 'nope' })).rejects.toThrow(
		"The broker did not accept the request (400): Unknown template 'nope'",
	);
});
