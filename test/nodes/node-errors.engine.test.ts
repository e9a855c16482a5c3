import { startAnswering } from '../support/answering-server';
import { startBroker, type RunningBroker } from '../support/broker';
import { freePort } from '../support/free-port';
import { engine, failure, json, runWithPeople, type Asked } from '../support/n8n-run';
import {
	awaiting,
	inARow,
	items,
	linkAuthCredential,
	request,
	storedCredential,
} from '../support/n8n-workflow';
import { person } from '../support/person';
import { startRedis } from '../support/redis';
import { describeRedis } from '../support/stores';

const SECRET = 'sk-live-4f9c1d7e8a2b6503';
const NO_SESSION = 'There is no Request Credential before this node, and no session in this item.';
const EXPIRED = 2;
let broker: RunningBroker;

beforeAll(async () => {
	broker = await startBroker({ LINKAUTH_API_KEYS: 'team:the-right-key-0123456789' });
});

const credentials = (apiKey = 'the-right-key-0123456789') => linkAuthCredential(broker.url, { apiKey });
const give = ({ code }: Asked) => person.give(broker.url, code, { api_key: SECRET });
const withSession = (session: string) => inARow(...items({ session }), awaiting());

async function ask(store = credentials()): Promise<Asked> {
	const execution = await runWithPeople(inARow(request()), { credentials: store });
	expect(failure(execution)).toBe('nothing | ');
	return json(execution, 'Request Credential')[0] as unknown as Asked;
}

it.each([
	['a-wrong-key-0123456789', 'The broker refused the API key (403). Check the LinkAuth API credential.'],
	['', 'The broker refused the API key (401). Check the LinkAuth API credential.'],
])('the API key %p: says so, and what to check', async (apiKey, message) => {
	const execution = await engine().run(inARow(request()), { credentials: credentials(apiKey) });
	expect(execution.error?.message).toBe(message);
	expect(execution.error?.context['itemIndex']).toBe(0);
	expect(execution.stored).not.toContain(apiKey || 'x-api-key');
});

it('what the operator has not allowed to the API key is told in the broker’s words, not as a wrong key', async () => {
	const allowed = await startBroker({
		LINKAUTH_API_KEYS: 'team:the-right-key-0123456789',
		LINKAUTH_CREATE_NETWORKS: '192.0.2.0/24',
	});
	const credential = linkAuthCredential(allowed.url, { apiKey: 'the-right-key-0123456789' });
	const execution = await engine().run(inARow(request()), { credentials: credential });
	expect(failure(execution)).toBe(
		'The broker does not allow this (403): Sessions cannot be created from this network. | Change it in this node, or ask whoever runs the broker to allow it.',
	);
});

it('a broker that is not there, and an address that is none', async () => {
	const nowhere = `http://127.0.0.1:${String(await freePort())}`;
	const gone = await engine().run(inARow(request()), { credentials: linkAuthCredential(nowhere) });
	expect(failure(gone)).toBe(
		`The broker at ${nowhere} could not be reached. | Nothing listens at this address. Check the Broker URL in the LinkAuth API credential, and that the broker is running.`,
	);
	const none = await engine().run(inARow(request()), { credentials: linkAuthCredential('broker') });
	expect(failure(none)).toContain('is not a web address');
	const other = await engine().run(inARow(request()), {
		credentials: linkAuthCredential(`${broker.url}/nothing`),
	});
	expect(failure(other)).toContain(
		`There is no LinkAuth broker at ${broker.url}/nothing (the answer was 404).`,
	);
	const page = await engine().run(inARow(request()), {
		credentials: linkAuthCredential(`${broker.url}/connect`),
	});
	expect(failure(page)).toContain(`Enter ${broker.url} as the Broker URL in the LinkAuth API credential`);
});

it('a certificate that n8n does not trust is told as such, and how to have it trusted', async () => {
	const { url } = await startAnswering(() => ({ status: 200 }), { secure: true });
	const execution = await engine().run(inARow(request()), { credentials: linkAuthCredential(url) });
	expect(failure(execution)).toContain(
		`The broker at ${url} could not be reached. | Its certificate is not one`,
	);
	expect(failure(execution)).toContain('NODE_EXTRA_CA_CERTS');
});

it('what the broker does not accept is told in its words', async () => {
	const execution = await engine().run(inARow(request({ reason: 'x'.repeat(501) })), {
		credentials: credentials(),
	});
	expect(failure(execution)).toMatch(/^The broker did not accept the request \(400\): .*reason/);
	const unknown = await engine().run(inARow(request({ template: 'brokerTemplate', templateName: 'nope' })), {
		credentials: credentials(),
	});
	expect(failure(unknown)).toMatch(/^The broker did not accept the request \(400\): .*template/i);
});

it('a session made under another sealing key, a changed one, a credential in its place, and none', async () => {
	const store = credentials();
	const { session } = await ask(store);
	const at = session.length - 20;
	const changed = session.slice(0, at) + (session[at] === 'A' ? 'B' : 'A') + session.slice(at + 1);
	const cases = [
		[session, credentials(), 'The session was made with another LinkAuth API credential.'],
		[changed, store, 'The session has been changed or cut off on its way.'],
		[session.replace('session', 'credential'), store, 'This is a sealed credential, not a session.'],
		['hello', store, 'This is not a session.'],
		[null, store, 'There is no session in this item.'],
	] as const;
	for (const [value, credential, message] of cases) {
		const execution = await engine().run(
			inARow(...items({ session: value }), awaiting({ options: { session: '={{ $json.session }}' } })),
			{ credentials: credential },
		);
		expect(execution.error?.message).toBe(message);
		expect(execution.error).toHaveProperty('description', expect.stringMatching(/\.$/));
	}
});

it('a session from another broker is told apart from one that does not exist', async () => {
	const other = await startBroker();
	const store = credentials();
	const { session } = await ask(store);
	const { sealingKey } = storedCredential(store);
	const execution = await engine().run(withSession(session), {
		credentials: linkAuthCredential(other.url, { sealingKey }),
	});
	expect(failure(execution)).toContain(`It was made at ${broker.url}`);
});

it('with Continue On Fail a failed item leaves through Expired with its error, and the others go on', async () => {
	const store = credentials();
	const { session } = await ask(store);
	const execution = await runWithPeople(
		inARow(
			...items({ session: 'broken' }, { session }),
			awaiting({ options: { limitWait: 0.01 } }, { onError: 'continueRegularOutput' }),
		),
		{ credentials: store },
	);
	expect(execution.status).toBe('success');
	expect(json(execution, 'Await Credential')).toEqual([]);
	expect(json(execution, 'Await Credential', EXPIRED)).toEqual([
		{ error: NO_SESSION },
		expect.objectContaining({ status: 'timeout' }),
	]);
});

it('with an error output, errors of both nodes go there', async () => {
	const asking = await engine().run(
		inARow(
			...items({}, {}),
			request(
				{ reason: '={{ $itemIndex === 0 ? "x".repeat(501) : "fine" }}' },
				{ onError: 'continueErrorOutput' },
			),
		),
		{ credentials: credentials() },
	);
	expect(json(asking, 'Request Credential', 0)).toHaveLength(1);
	expect(json(asking, 'Request Credential', 1)).toEqual([
		{ error: expect.stringContaining('reason') as string },
	]);
	const waiting = await engine().run(
		inARow(...items({ session: 'broken' }), awaiting({}, { onError: 'continueErrorOutput' })),
		{ credentials: credentials() },
	);
	expect(json(waiting, 'Await Credential', 3)).toEqual([{ error: NO_SESSION }]);
});

it('nothing leaves through Received when even the credential cannot be read', async () => {
	const execution = await engine().run(
		inARow(awaiting({ options: { session: 'la1' } }, { onError: 'continueRegularOutput' })),
		{ credentials: linkAuthCredential('nonsense') },
	);
	expect(json(execution, 'Await Credential')).toEqual([]);
	expect(json(execution, 'Await Credential', EXPIRED)).toHaveLength(1);
});

it('collecting twice: the first gets it, the second is told', async () => {
	const store = credentials();
	const { session, code } = await ask(store);
	await person.give(broker.url, code, { api_key: SECRET });
	const first = await engine().run(withSession(session), { credentials: store });
	expect(json(first, 'Await Credential')).toHaveLength(1);
	const second = await engine().run(withSession(session), { credentials: store });
	expect(failure(second)).toContain('The credential of this request has been collected before.');
	expect(json(second, 'Await Credential', EXPIRED)).toEqual([]);
});

it('a node that fails for one item collects the others again when it is run again', async () => {
	const store = credentials();
	const asked = await runWithPeople(inARow(...items({}, {}), request()), { credentials: store }, give);
	const [first, second] = json(asked, 'Request Credential').map((item) => item['session']);
	const failed = await engine().run(
		inARow(...items({ session: first }, { session: second }, { session: 'broken' }), awaiting()),
		{ credentials: store },
	);
	expect(failed.status).toBe('error');
	const again = await engine().run(inARow(...items({ session: first }, { session: second }), awaiting()), {
		credentials: store,
	});
	expect(json(again, 'Await Credential')).toHaveLength(2);
});

describeRedis('a broker that goes away', () => {
	it('is waited for, and what came meanwhile is not lost', async () => {
		const redis = await startRedis();
		const port = await freePort();
		const settings = { LINKAUTH_STORE: redis.url, LINKAUTH_PORT: String(port) };
		let serving = await startBroker(settings);
		const execution = await runWithPeople(
			inARow(request(), awaiting({ output: 'decrypted' })),
			{ credentials: linkAuthCredential(serving.url) },
			async ({ code }) => {
				await new Promise((resolve) => setTimeout(resolve, 300));
				await serving.stop('SIGKILL');
				await new Promise((resolve) => setTimeout(resolve, 1_500));
				serving = await startBroker(settings);
				await person.give(serving.url, code, { api_key: SECRET });
			},
		);
		expect(json(execution, 'Await Credential')[0]).toMatchObject({ credential: { api_key: SECRET } });
	});
});
