import { startBroker, type RunningBroker } from '../support/broker';
import { engine, failure, json, runWithPeople } from '../support/n8n-run';
import { awaiting, inARow, items, linkAuthCredential, request } from '../support/n8n-workflow';
import { person } from '../support/person';
import { startPlainLinkAuth, type PlainLinkAuth } from '../support/plain-linkauth';

let broker: RunningBroker;
let plain: PlainLinkAuth;

beforeAll(async () => {
	broker = await startBroker();
	plain = await startPlainLinkAuth(broker.url);
});

it('works with a broker that knows LinkAuth 0.2 and nothing later', async () => {
	const execution = await runWithPeople(
		inARow(request({ reason: 'x' }), awaiting({ output: 'decrypted' })),
		{ credentials: linkAuthCredential(plain.url) },
		async ({ code, url }) => {
			expect(url).toContain(`/connect/${code}#k=`);
			await person.give(broker.url, code, { api_key: 'sk-1' });
		},
	);
	expect(failure(execution)).toBe('nothing | ');
	expect(json(execution, 'Await Credential')[0]).toMatchObject({ credential: { api_key: 'sk-1' } });
});

it('says so where the broker keeps nothing for the code alone', async () => {
	const credentials = linkAuthCredential(plain.url);
	const asked = await engine().run(inARow(request()), { credentials });
	const code = json(asked, 'Request Credential')[0]?.['code'];
	const execution = await engine().run(inARow(...items({ code }), awaiting({ from: 'code' })), {
		credentials,
	});
	expect(failure(execution)).toContain('This broker cannot be asked by the Code alone');
});
