import { createHmac, hkdfSync } from 'node:crypto';
import { networkInterfaces } from 'node:os';

import type { INode } from 'n8n-workflow';

import { Engine } from '../../n8n-engine/engine';
import { makeSealingKey } from '../../nodes/shared/derived-keys';
import { callbackSecretFor, verifiedCallback } from '../../nodes/shared/callback-signature';
import { startBroker, type RunningBroker } from '../support/broker';
import { AGENTS } from '../support/n8n-agents';
import { engine, failure, json, text } from '../support/n8n-run';
import { awaiting, inARow, items, linkAuthCredential, node, request } from '../support/n8n-workflow';
import { person } from '../support/person';
import { startPlainLinkAuth } from '../support/plain-linkauth';
import { REPOSITORY } from '../support/repository';

const SECRET = 'sk-live-4f9c1d7e8a2b6503';
const SUSPEND = { wait: 'suspend' };

describe('the broker’s call', () => {
	const KEY = makeSealingKey();
	const SESSION = 'a'.repeat(64);
	const NOW = 1_795_340_000_000;

	/** A call as a broker signs it, by Node's own HMAC. */
	function signed(body: string, secret: string, time = NOW / 1000) {
		const hmac = createHmac('sha256', secret)
			.update(`${String(time)}.${body}`)
			.digest('hex');
		return {
			headers: { 'x-linkauth-signature-v2': `t=${String(time)},sha256=${hmac}` },
			body: new TextEncoder().encode(body),
		};
	}
	const READY = JSON.stringify({ session_id: SESSION, status: 'ready', ciphertext: 'ü' });

	it('is signed with a secret that only the sealing key and the session make', async () => {
		const expected = Buffer.from(
			hkdfSync('sha256', Buffer.from(KEY, 'base64url'), '', `linkauth/callback/v1/${SESSION}`, 32),
		).toString('base64url');
		expect(await callbackSecretFor(KEY, SESSION)).toBe(`cs_${expected}`);
		expect(await callbackSecretFor(KEY, 'b'.repeat(64))).not.toBe(`cs_${expected}`);
		expect(await callbackSecretFor(makeSealingKey(), SESSION)).not.toBe(`cs_${expected}`);
	});

	it('is believed for five minutes, and not before its time', async () => {
		const secret = await callbackSecretFor(KEY, SESSION);
		const at = (seconds: number) =>
			verifiedCallback(signed(READY, secret), SESSION, secret, NOW + seconds * 1000);
		expect(await at(0)).toMatchObject({ session_id: SESSION, status: 'ready' });
		expect(await at(299)).toBeDefined();
		expect(await at(301)).toBeUndefined();
		expect(await at(-299)).toBeDefined();
		expect(await at(-301)).toBeUndefined();
	});

	it('is not believed where anything of it is another', async () => {
		const secret = await callbackSecretFor(KEY, SESSION);
		const good = signed(READY, secret);
		const header = good.headers['x-linkauth-signature-v2'];
		const forged = [
			{ ...good, headers: {} },
			{ ...good, headers: { 'x-linkauth-signature-v2': header.toUpperCase() } },
			{ ...good, headers: { 'x-linkauth-signature-v2': header.replace(/.{4}$/, '0000') } },
			{
				...good,
				headers: { 'x-linkauth-signature-v2': header.replace(/t=\d+/, `t=${String(NOW / 1000 + 1)}`) },
			},
			{ ...good, headers: { 'x-linkauth-signature-v2': header.replace(/sha256=.*/, 'sha256=') } },
			{ ...good, body: new TextEncoder().encode(READY.replace('ready', 'denied')) },
			{ ...good, body: new Uint8Array([0xff, 0xfe]) },
			signed(READY, `cs_${'A'.repeat(43)}`),
			signed(READY.replace(SESSION, 'b'.repeat(64)), secret),
		];
		for (const call of forged) expect(await verifiedCallback(call, SESSION, secret, NOW)).toBeUndefined();
		expect(await verifiedCallback(good, SESSION, secret, NOW)).toBeDefined();
	});
});

describe('before anything is parked', () => {
	let broker: RunningBroker;
	let open: RunningBroker;
	beforeAll(async () => {
		broker = await startBroker({ LINKAUTH_POLL_INTERVAL: '1' });
		open = await startBroker({ LINKAUTH_HOST: '0.0.0.0', LINKAUTH_CALLBACK_ALLOWED_HOSTS: 'localhost' });
	});
	afterAll(() => Promise.all([broker.stop(), open.stop()]));

	const suspend = async (url: string, ...before: INode[]) =>
		await engine().run(inARow(...before, request(), awaiting(SUSPEND)), {
			credentials: linkAuthCredential(url),
		});

	it.each([
		['gave it', 0],
		['declined', 1],
	])('it looks once: a person who was faster and %s', async (how, output) => {
		const credentials = linkAuthCredential(broker.url);
		const asked = await engine().run(inARow(request()), { credentials });
		const code = text(asked, 'Request Credential', 'code');
		if (how === 'declined') await person.deny(broker.url, code);
		else await person.give(broker.url, code, { api_key: SECRET });
		const session = text(asked, 'Request Credential', 'session');
		const execution = await engine().run(inARow(...items({ session }), awaiting(SUSPEND)), { credentials });
		expect(execution.status).toBe('success');
		expect([0, 1, 2].map((each) => json(execution, 'Await Credential', each).length)).toEqual(
			[0, 1, 2].map((each) => (each === output ? 1 : 0)),
		);
	});

	it('several items: asks to split them', async () => {
		const execution = await suspend(broker.url, ...items({ n: 1 }, { n: 2 }));
		expect(execution.status).toBe('error');
		expect(failure(execution)).toMatch(/2 items came in\. \| Split them/);
	});

	it('a broker that does not call n8n’s address', async () => {
		const execution = await suspend(broker.url);
		expect(execution.status).toBe('error');
		expect(failure(execution)).toMatch(/^The broker does not call this n8n at http:\/\/localhost:5678\./);
		expect(failure(execution)).toMatch(/WEBHOOK_URL.*Check Once with a Wait node.*CALLBACK_ALLOWED_HOSTS/);
	});

	it('a broker that may call it, and finds nobody there', async () => {
		const execution = await suspend(open.url);
		expect(failure(execution)).toMatch(
			/^The broker cannot reach this n8n at http:\/\/localhost:5678,.*WEBHOOK_URL/,
		);
	});

	it('a broker elsewhere, to which localhost is another machine', async () => {
		const elsewhere = Object.values(networkInterfaces())
			.flat()
			.find((each) => each?.family === 'IPv4' && !each.internal)?.address;
		if (elsewhere === undefined) throw new Error('This test needs an address besides loopback.');
		const execution = await suspend(`http://${elsewhere}:${String(open.port)}`);
		expect(failure(execution)).toMatch(
			/its address is http:\/\/localhost:5678, which is this machine alone.*WEBHOOK_URL/,
		);
	});

	it('a broker that cannot call', async () => {
		const plain = await startPlainLinkAuth(broker.url);
		const execution = await suspend(plain.url);
		await plain.stop();
		expect(failure(execution)).toMatch(/^This broker cannot call.*Check Once/);
	});

	it('a workflow in the old order', async () => {
		const workflow = { ...inARow(request(), awaiting(SUSPEND)), settings: { executionOrder: 'v0' as const } };
		const execution = await engine().run(workflow, { credentials: linkAuthCredential(open.url) });
		expect(failure(execution)).toMatch(/runs in the old order.*Execution Order to v1/);
	});

	it('with Limit Wait 0 it does not wait at all', async () => {
		const workflow = inARow(request(), awaiting({ ...SUSPEND, options: { limitWait: 0 } }));
		const execution = await engine().run(workflow, { credentials: linkAuthCredential(open.url) });
		expect(json(execution, 'Await Credential', 2)).toMatchObject([{ status: 'timeout' }]);
	});
});

test('as an AI tool it cannot be suspended: one look, and it says so', async () => {
	const broker = await startBroker();
	const credentials = linkAuthCredential(broker.url);
	const tools = new Engine(REPOSITORY, AGENTS);
	const asked = await tools.run(inARow(request()), { credentials });
	const code = text(asked, 'Request Credential', 'code');
	const [agent = ''] = Object.keys(AGENTS);
	const tool = awaiting({ ...SUSPEND, from: 'code', code });
	const workflow = inARow(node('Agent', agent));
	const execution = await tools.run(
		{
			nodes: [...workflow.nodes, { ...tool, type: `${tool.type}Tool` }],
			connections: {
				...workflow.connections,
				[tool.name]: { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
			},
		},
		{ credentials },
	);
	await broker.stop();
	expect(text(execution, 'Agent', 'read')).toMatch(/pending.*A tool cannot be suspended/s);
});
