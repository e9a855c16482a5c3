import { readFileSync } from 'node:fs';
import path from 'node:path';
import { operatorCommand } from '../../broker/operator/operator-command';
import type { Problem } from '../../protocol/messages';
import { createSession } from '../support/agent';
import { CallbackReceiver } from '../support/callback-receiver';
import { freePort } from '../support/free-port';
import { call } from '../support/http';
import { person } from '../support/person';
import { describeRedis, overEveryStore } from '../support/stores';
import { temporaryFolder } from '../support/temporary-folder';
import { startRedis } from '../support/redis';
import { AS, runCommand, startOperatorBroker, type OperatorBroker } from './operator-broker';

/** A session with everything that an agent can say of itself, none of which an operator is to see. */
const TALKATIVE = {
	display_name: 'SecretDisplayName',
	fields: [
		{ name: 'secret_field', label: 'SecretLabel', type: 'password', placeholder: 'SecretPlaceholder' },
	],
	reason: 'SecretReason',
	requester: { name: 'SecretRequester', detail: 'SecretDetail' },
	allowed_hosts: ['secret.example.com'],
	agent_state: 'U2VjcmV0U3RhdGU',
};

interface Listed {
	readonly sessions: readonly { readonly id: string; readonly key: string; readonly state: string }[];
	readonly total: number;
}

overEveryStore((start, name) => {
	let broker: OperatorBroker;
	let auditFile: string;
	beforeEach(async () => {
		const { location } = await start();
		auditFile = path.join(temporaryFolder(), 'audit.log');
		broker = await startOperatorBroker({
			LINKAUTH_STORE: location,
			LINKAUTH_AUDIT_FILE: auditFile,
			LINKAUTH_METRICS_PORT: String(await freePort()),
		});
	});
	const run = (...args: readonly string[]) => runCommand(broker.environment, ...args);
	const listed = async (...args: readonly string[]) =>
		JSON.parse((await run('sessions', 'list', '--json', ...args)).stdout) as Listed;

	test('lists what is open, by key and state, without anything that anybody said', async () => {
		const one = await createSession(broker.url, TALKATIVE, AS.finance);
		const two = await createSession(broker.url, { template: 'openai' }, AS.robot);
		await person.lookUp(broker.url, two.reply.code);
		await person.confirm(broker.url, two.reply.code);
		const { status, stdout, stderr } = await run('sessions', 'list');
		expect([status, stderr]).toEqual([0, '']);
		const lines = stdout.trimEnd().split('\n');
		expect(lines[0]).toMatch(/^ID +KEY +STATE +TEMPLATE +AGE +LEFT +OPENED +CALLBACK$/);
		expect(lines[1]).toMatch(/^[0-9a-f]{16} +Finance +pending +custom +\d+ s +\d+ min +no +no$/);
		expect(lines[2]).toMatch(/^[0-9a-f]{16} +Robot +confirmed +openai +\d+ s +\d+ min +yes +no$/);
		expect(lines[3]).toBe('2 open');
		const all =
			stdout + (await run('sessions', 'list', '--json')).stdout + (await run('keys', 'list')).stdout;
		expect(all).not.toMatch(/secret/i);
		for (const { reply } of [one, two]) {
			for (const secret of [
				reply.code,
				reply.code.replace('-', ''),
				reply.session_id,
				reply.poll_token ?? '',
			])
				expect(all).not.toContain(secret);
		}
		expect((await listed('--key', 'Robot')).sessions.map(({ key }) => key)).toEqual(['Robot']);
		expect((await listed('--state', 'pending')).sessions.map(({ key }) => key)).toEqual(['Finance']);
		expect(await listed('--limit', '0')).toMatchObject({ sessions: [], total: 2 });
		expect((await run('sessions', 'list', '--limit', '1')).stdout).toContain('1 of 2 open');
	});

	test('an id leads from the log to the session, which ends as cancelled for all who wait', async () => {
		const created = await createSession(broker.url, { template: 'openai' }, AS.finance);
		const [, id = ''] = /"session":"([0-9a-f]{16})"/.exec(broker.log()) ?? [];
		const shown = await run('sessions', 'show', id.slice(0, 6));
		expect(shown.stdout).toContain(`id         ${id}\n`);
		const waiting = created.poll({ prefer: 'wait=30' });
		expect(await run('sessions', 'end', id.slice(0, 6))).toMatchObject({ status: 0, stdout: '1 ended.\n' });
		const { status, body } = await waiting;
		expect([status, body]).toMatchObject([404, { code: 'session_ended', ended: { state: 'cancelled' } }]);
		expect((await person.lookUp(broker.url, created.reply.code)).status).toBe(404);
		expect(await run('sessions', 'show', id)).toMatchObject({
			status: 1,
			stdout: '',
			stderr: `No open session has an id that begins with ${id}.\n`,
		});
		const events = readFileSync(auditFile, 'utf8')
			.trimEnd()
			.split('\n')
			.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)
			.filter(({ session }) => session === id);
		expect(events.map(({ event, by }) => [event, by])).toEqual([
			['created', undefined],
			['cancelled', 'operator'],
		]);
		const metrics = await call(
			`http://127.0.0.1:${broker.environment['LINKAUTH_METRICS_PORT'] ?? ''}`,
			'GET',
			'/metrics',
		);
		expect(metrics.text).toContain('linkauth_sessions_total{outcome="cancelled",template="openai"} 1');
	});

	test('ends all of a key, and then all there are, and nothing by accident', async () => {
		const mine = await Promise.all(
			[1, 2, 3].map(() => createSession(broker.url, { template: 'aws' }, AS.finance)),
		);
		const others = await createSession(broker.url, { template: 'aws' }, AS.robot);
		expect((await run('sessions', 'end')).status).toBe(2);
		expect((await run('sessions', 'end', '--key', 'Finance', '--all')).status).toBe(2);
		expect((await run('sessions', 'end', 'ffff')).status).toBe(1);
		expect((await listed()).total).toBe(4);
		const ended = await run('sessions', 'end', '--key', 'Finance', '--json');
		expect(JSON.parse(ended.stdout)).toEqual({ ended: 3, gone: 0, left: 0 });
		expect((await Promise.all(mine.map((each) => each.poll()))).map(({ status }) => status)).toEqual([
			404, 404, 404,
		]);
		expect((await others.poll()).status).toBe(200);
		expect((await run('sessions', 'end', '--all')).stdout).toBe('1 ended.\n');
		expect((await listed()).total).toBe(0);
		expect((await run('sessions', 'list')).stdout).toBe('No request is open.\n');
	});

	test('what was answered already can be ended until it is collected; what was declined is not open', async () => {
		const given = await createSession(broker.url, { template: 'openai' }, AS.finance);
		await person.give(broker.url, given.reply.code, { api_key: 'k' });
		const declined = await createSession(broker.url, { template: 'openai' }, AS.finance);
		await person.deny(broker.url, declined.reply.code);
		expect((await listed()).sessions.map(({ state }) => state)).toEqual(['ready']);
		expect((await run('sessions', 'end', '--all')).stdout).toBe('1 ended.\n');
		expect((await given.poll()).status).toBe(404);
		expect((await declined.poll()).body.status).toBe('denied');
	});

	test('keys list says what each may and has open, and never a key', async () => {
		await createSession(broker.url, { template: 'aws' }, AS.robot);
		const { stdout } = await run('keys', 'list');
		expect(stdout).toMatch(/^Finance +1 +0 /m);
		expect(stdout).toMatch(/^Robot +1 +1 /m);
		const json = (await run('keys', 'list', '--json')).stdout;
		expect(stdout + json).not.toMatch(/key-of|sha256|[0-9a-f]{64}/);
	});

	test('an agent that waits to be called is called', async () => {
		const receiver = await CallbackReceiver.start();
		const settings = { ...broker.environment, LINKAUTH_CALLBACK_ALLOWED_HOSTS: '127.0.0.1' };
		await broker.stop();
		broker = await startOperatorBroker(settings);
		await createSession(broker.url, { template: 'openai', callback_url: receiver.url }, AS.finance);
		expect((await listed()).sessions).toMatchObject([{ callback: true }]);
		await run('sessions', 'end', '--all');
		expect((await receiver.next(1)).body).toMatchObject({ status: 'expired' });
	});

	test(`${name}: two operators who end the same end it once`, async () => {
		for (let count = 0; count < 10; count += 1)
			await createSession(broker.url, { template: 'aws' }, AS.finance);
		const runs = await Promise.all([1, 2].map(() => run('sessions', 'end', '--all', '--json')));
		expect(runs.map(({ status }) => status)).toEqual([0, 0]);
		expect(readFileSync(auditFile, 'utf8').match(/"cancelled"/g)).toHaveLength(10);
	});
});

describe('without a store that can be shared', () => {
	const TOKEN = 'x'.repeat(32);

	test('says what to set', async () => {
		const { status, stderr } = await runCommand({}, 'sessions', 'list');
		expect(status).toBe(1);
		expect(stderr).toContain('LINKAUTH_OPERATOR_PORT');
		expect(stderr).toContain('LINKAUTH_OPERATOR_TOKEN');
	});

	test('says that no broker answers, or that what answers is none', async () => {
		const port = String(await freePort());
		const environment = { LINKAUTH_OPERATOR_PORT: port, LINKAUTH_OPERATOR_TOKEN: TOKEN };
		expect((await runCommand(environment, 'sessions', 'list')).stderr).toContain(
			`No broker answers at http://127.0.0.1:${port}: connect ECONNREFUSED`,
		);
		const broker = await startOperatorBroker();
		const asked = await runCommand(environment, 'keys', 'list', '--url', broker.url);
		expect(asked.status).toBe(1);
		expect(asked.stderr).not.toContain(TOKEN);
	});

	test('a broker does not start with the port and without the token, or with a short one', async () => {
		const port = { LINKAUTH_OPERATOR_PORT: '9465' };
		expect((await runCommand(port)).stderr).toContain('LINKAUTH_OPERATOR_TOKEN: expected at least 32');
		const short = await runCommand({ ...port, LINKAUTH_OPERATOR_TOKEN: 'short' });
		expect(short).toMatchObject({ status: 1 });
		expect(short.stderr).toContain('LINKAUTH_OPERATOR_TOKEN: expected at least 32');
		expect(short.stderr).not.toContain('short\n');
	});
});

describeRedis('over Redis', () => {
	/** Ends all, as the command does, but waits a second where that takes longer. */
	const endAll = (environment: Readonly<Record<string, string>>) =>
		operatorCommand(
			{ verb: 'end', selection: { all: true } },
			{ json: false, url: undefined, environment, timeouts: { broker: 1_000, connect: 1_000 } },
		);

	test('without a log key it lists no ids, says so, and refuses those that are given', async () => {
		const { url: store } = await startRedis();
		const broker = await startOperatorBroker({ LINKAUTH_STORE: store, LINKAUTH_LOG_KEY: '' });
		await createSession(broker.url, { template: 'aws' }, AS.finance);
		const list = await runCommand(broker.environment, 'sessions', 'list');
		expect(list.stdout).toMatch(/^- +Finance/m);
		expect(list.stderr).toContain('LINKAUTH_LOG_KEY');
		const end = await runCommand(broker.environment, 'sessions', 'end', 'abcd');
		expect(end).toMatchObject({ status: 1 });
		expect(end.stderr).toContain('--url');
		// A broker knows its own names.
		const asked = await runCommand(
			broker.environment,
			'sessions',
			'list',
			'--json',
			'--url',
			broker.operatorUrl,
		);
		const [session] = (JSON.parse(asked.stdout) as Listed).sessions;
		expect(broker.log()).toContain(session?.id);
	});

	test('says that the store is away, without what is in its address', async () => {
		const environment = { LINKAUTH_STORE: `redis://:a-password@127.0.0.1:${String(await freePort())}` };
		const { status, output, message } = await endAll(environment);
		expect([status, output]).toEqual([1, undefined]);
		expect(message).toContain('Look at LINKAUTH_STORE');
		expect(message).not.toContain('a-password');
	});

	test('what no broker takes is said, and is ended by the next one that starts', async () => {
		const { url: store } = await startRedis();
		const broker = await startOperatorBroker({ LINKAUTH_STORE: store });
		const session = await createSession(broker.url, { template: 'aws' }, AS.finance);
		await broker.stop();
		const { status, output = '' } = await endAll(broker.environment);
		expect([status, output.slice(0, 21)]).toEqual([1, '0 ended, 1 still open']);
		const next = await startOperatorBroker({ LINKAUTH_STORE: store });
		const { session_id, poll_token } = session.reply;
		const headers = { ...AS.finance, authorization: `Bearer ${poll_token ?? ''}`, prefer: 'wait=20' };
		const { body } = await call<Problem>(next.url, 'GET', `/v1/sessions/${session_id}`, { headers });
		expect(body.ended?.state).toBe('cancelled');
	}, 40_000);
});
