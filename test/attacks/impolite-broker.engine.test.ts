import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { cleanup } from '../support/cleanup';
import { engine, json } from '../support/n8n-run';
import { awaiting, inARow, linkAuthCredential, request } from '../support/n8n-workflow';

/** Seconds for which the workflow waits. */
const WAIT = 4;

/** A broker that is always pending, and wants to be polled again at once. */
async function startImpoliteBroker(): Promise<{ url: string; polls: () => number }> {
	let polls = 0;
	const server = createServer((incoming, response) => {
		const session = { session_id: 'a'.repeat(64), user_code: 'ABCD-1234', expires_in: 1e12 };
		const addresses = { verification_uri: 'http://127.0.0.1/connect', expires_at: '2999-01-01T00:00:00Z' };
		const asked = incoming.method === 'POST';
		if (!asked) polls += 1;
		response.writeHead(asked ? 201 : 200, {
			'content-type': 'application/json',
			'preference-applied': 'wait=50',
		});
		response.end(JSON.stringify(asked ? { ...session, ...addresses } : { status: 'pending', interval: 0 }));
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	cleanup(server, async () => {
		server.closeAllConnections();
		server.close();
		await once(server, 'close');
	});
	return { url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, polls: () => polls };
}

it('n8n polls a broker that answers at once, and says that it has waited, about once a second', async () => {
	const broker = await startImpoliteBroker();
	const execution = await engine().run(inARow(request(), awaiting({ options: { limitWait: WAIT / 60 } })), {
		credentials: linkAuthCredential(broker.url),
	});
	expect(json(execution, 'Await Credential', 2)[0]).toMatchObject({ status: 'timeout' });
	expect(broker.polls()).toBeGreaterThan(1);
	expect(broker.polls()).toBeLessThanOrEqual(WAIT + 4);
});
