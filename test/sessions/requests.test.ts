import { connect } from 'node:net';
import { base64Encode, utf8Encode } from '../../protocol/encoding';
import { sealEnvelope, splitEnvelope } from '../../protocol/envelope';
import { anyKeys, createSession } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { call } from '../support/http';
import { person } from '../support/person';

const field = { name: 'x', label: 'X', type: 'text' };

describe('malformed input', () => {
	let broker: RunningBroker;
	let public_key: string;
	beforeAll(async () => {
		broker = await startBroker();
		public_key = (await anyKeys()).publicKey;
	});
	afterAll(async () => {
		expect(broker.log()).not.toContain('unexpected error');
		await broker.stop();
	});

	const create = (body: unknown, headers: Record<string, string> = {}) =>
		call(broker.url, 'POST', '/v1/sessions', { body, headers });

	test.each<[string, Record<string, unknown>, string]>([
		['no template', {}, 'template: expected exactly one of template, fields and oauth_provider'],
		['two of the three', { template: 'api_key', fields: [field] }, 'exactly one of'],
		['an unknown template', { template: 'nope' }, 'template: expected one of api_key'],
		['a template that is not text', { template: 1 }, 'template: expected'],
		[
			'a template named like a member of every object',
			{ template: '__proto__' },
			'template: expected one of',
		],
		['a provider', { oauth_provider: 'github' }, 'oauth_provider'],
		['a callback in the clear', { template: 'api_key', callback_url: 'http://x.example/' }, 'callback_url'],
		['no fields', { fields: [] }, 'fields: expected an array of 1 to 20'],
		[
			'too many fields',
			{ fields: Array.from({ length: 21 }, (_, at) => ({ ...field, name: `x${String(at)}` })) },
			'fields: expected an array of 1 to 20',
		],
		['fields that are an object', { fields: { 0: field } }, 'fields: expected an array'],
		['a field that is null', { fields: [null] }, 'fields[0]: expected an object'],
		['a field twice', { fields: [field, field] }, 'fields[1].name: expected a name that no other field has'],
		[
			'a field of an unknown type',
			{ fields: [{ ...field, type: 'hidden' }] },
			'fields[0].type: expected one of text',
		],
		['a select without choices', { fields: [{ ...field, type: 'select' }] }, 'fields[0].options'],
		['a field named __proto__', { fields: [{ ...field, name: '__proto__' }] }, 'fields[0].name'],
		['a pattern that is none', { fields: [{ ...field, pattern: '(' }] }, 'fields[0].pattern'],
		['a label with a control character', { fields: [{ ...field, label: 'a\u0000b' }] }, 'fields[0].label'],
		['a label of white space', { fields: [{ ...field, label: '   ' }] }, 'fields[0].label'],
		[
			'too long a name',
			{ template: 'api_key', display_name: 'x'.repeat(121) },
			'display_name: expected text of 1 to 120',
		],
		['an empty name', { template: 'api_key', display_name: '' }, 'display_name'],
		['half a character', { template: 'api_key', display_name: '\ud800' }, 'display_name'],
		['too long a reason', { template: 'api_key', reason: 'x'.repeat(501) }, 'reason'],
		['a requester that is text', { template: 'api_key', requester: 'me' }, 'requester: expected an object'],
		['a requester without a name', { template: 'api_key', requester: {} }, 'requester.name'],
		['a life that is too short', { template: 'api_key', ttl: 29 }, 'ttl: expected at least 30'],
		['a life that is text', { template: 'api_key', ttl: '600' }, 'ttl'],
		['a life that is a fraction', { template: 'api_key', ttl: 60.5 }, 'ttl'],
		['a life beyond numbers', { template: 'api_key', ttl: 1e300 }, 'ttl'],
		['a host with a path', { template: 'api_key', allowed_hosts: ['a.example/x'] }, 'allowed_hosts[0]'],
		['a host with markup', { template: 'api_key', allowed_hosts: ['<b>'] }, 'allowed_hosts[0]'],
		[
			'too much state',
			{ template: 'api_key', agent_state: 'ü'.repeat(4097) },
			'agent_state: expected at most 8192',
		],
		['a hash that is none', { template: 'api_key', poll_token_hash: 'x' }, 'poll_token_hash'],
	])('%s is 400, and the answer names the member', async (_, body, detail) => {
		const answer = await create({ public_key, ...body });
		expect(answer.status).toBe(400);
		expect(answer.headers['content-type']).toBe('application/problem+json');
		expect(answer.body['detail']).toContain(detail);
	});

	const LONG = { length: { toString: 0 } };
	test.each<[string, Record<string, unknown>, string]>([
		['public_key', { public_key: LONG, template: 'api_key' }, 'an RSA public key'],
		['callback_url', { template: 'api_key', callback_url: LONG }, 'an address'],
		['allowed_hosts', { template: 'api_key', allowed_hosts: LONG }, 'an array'],
		['fields', { fields: LONG }, 'an array'],
		['fields[0].name', { fields: [{ ...field, name: LONG }] }, 'a name'],
		['fields[0].pattern', { fields: [{ ...field, pattern: LONG }] }, 'a regular expression'],
	])(
		'%s that is an object with a length that nothing can be compared with',
		async (member, body, expected) => {
			const answer = await create({ public_key, ...body });
			expect(answer.status).toBe(400);
			expect(answer.body['detail']).toContain(`${member}: expected ${expected}`);
		},
	);

	test('the same in the other calls', async () => {
		const { reply } = await createSession(broker.url);
		const headers = { authorization: `Bearer ${reply.poll_token ?? ''}` };
		const answers = await Promise.all([
			call(broker.url, 'PATCH', `/v1/sessions/${reply.session_id}`, {
				headers,
				body: { callback_url: LONG },
			}),
			call(broker.url, 'POST', '/v1/connect/resolve', { body: { user_code: LONG } }),
			person.complete(broker.url, reply.code, { ciphertext: LONG, algorithm: 'x' }),
		]);
		expect(answers.map(({ status, body }) => [status, body['detail']])).toEqual([
			[400, expect.stringContaining('callback_url: expected an address')],
			[400, expect.stringContaining('user_code: expected the user code')],
			[400, expect.stringContaining('ciphertext: expected the envelope')],
		]);
	});

	test('every member at fault is named at once', async () => {
		const answer = await create({ template: 'api_key', ttl: 1, reason: 5 });
		expect(answer.body['detail']).toMatch(/public_key: .* reason: .* ttl: /);
	});

	test.each([
		['not JSON', '{', 400, 'malformed_json'],
		['not UTF-8', Buffer.from([0x22, 0xff, 0x22]), 400, 'malformed_json'],
		['nothing', '', 400, 'malformed_json'],
		['a list', '[]', 400, 'invalid_request'],
		['null', 'null', 400, 'invalid_request'],
		['too large', JSON.stringify({ x: 'x'.repeat(300_000) }), 413, 'too_large'],
		['deeply nested', '['.repeat(100_000), 400, 'malformed_json'],
	])('a body that is %s is refused', async (_, body, status, code) => {
		const answer = await create(body);
		expect([answer.status, answer.body['code']]).toEqual([status, code]);
	});

	test.each([
		'text/plain',
		'application/x-www-form-urlencoded',
		'multipart/form-data; boundary=x',
		'nonsense',
	])('a body of type %s is 415', async (type) => {
		expect((await create({ public_key }, { 'content-type': type })).status).toBe(415);
	});

	test('a compressed body is 415', async () => {
		expect((await create({ public_key }, { 'content-encoding': 'gzip' })).status).toBe(415);
	});

	test('an unknown address is 404 and an unknown method 405 with Allow, both problem documents', async () => {
		const unknown = await call(broker.url, 'GET', '/v2/nothing');
		const method = await call(broker.url, 'PUT', '/v1/sessions');
		expect(unknown.body).toMatchObject({ status: 404, code: 'not_found' });
		expect(method.body).toMatchObject({ status: 405, code: 'method_not_allowed' });
		expect(method.headers['allow']).toBe('POST');
		expect((await call(broker.url, 'PROPFIND', '/v1/sessions')).status).toBe(405);
	});

	test('a key for repeating that is too short, too long or not ASCII is 400', async () => {
		const { reply } = await createSession(broker.url);
		for (const key of ['short', 'x'.repeat(65), 'with a space inside']) {
			const answer = await person.confirm(broker.url, reply.code, { 'idempotency-key': key });
			expect(answer.status).toBe(400);
		}
		expect((await person.lookUp(broker.url, reply.code)).status).toBe(200);
	});

	test.each([
		'',
		'ABCD',
		'ABCD-12345',
		'%00',
		'..%2f..',
		'ABCD-123U',
		'<script>',
		'🔑🔑🔑🔑',
		'é'.repeat(500),
	])('the code %p is 404', async (code) => {
		const { status, body } = await call(broker.url, 'POST', '/v1/connect/resolve', {
			body: { user_code: code.slice(0, 64) },
		});
		expect([status, body['code']]).toEqual([404, 'session_not_found']);
		if (code === '') return;
		const address = `/v1/connect/${encodeURIComponent(code)}`;
		expect((await call(broker.url, 'GET', address)).status).toBe(404);
	});

	describe('envelopes', () => {
		async function submit(make: (envelope: string) => unknown, algorithm?: unknown, create = {}) {
			const { reply, keys } = await createSession(broker.url, { template: 'api_key', ...create });
			const { connect_token } = (await person.confirm(broker.url, reply.code)).body;
			const ciphertext = make(await sealEnvelope(keys.publicKey, { api_key: 'k' }));
			return person.complete(broker.url, reply.code, {
				ciphertext,
				connect_token,
				...(algorithm !== undefined && { algorithm }),
			});
		}
		const rebuild = (change: (members: Record<string, unknown>) => unknown) => (envelope: string) => {
			const members = JSON.parse(Buffer.from(envelope, 'base64').toString()) as Record<string, unknown>;
			return base64Encode(utf8Encode(JSON.stringify(change(members))));
		};
		const zeros = (bytes: number) => Buffer.alloc(bytes).toString('base64');

		test.each<[string, (envelope: string) => unknown, number, string]>([
			['is not base64', () => '%%%', 422, 'the envelope: expected standard base64'],
			['is base64url', () => '-_-_', 422, 'standard base64'],
			['is not JSON', () => zeros(30), 422, 'JSON object'],
			['is a list', () => base64Encode(utf8Encode('[]')), 422, 'JSON object'],
			['lacks a member', rebuild((members) => ({ ...members, iv: undefined })), 422, 'iv: expected'],
			['has a short IV', rebuild((members) => ({ ...members, iv: zeros(11) })), 422, 'iv: expected 12 bytes'],
			[
				'has a short wrapped key',
				rebuild((members) => ({ ...members, wrapped_key: zeros(255) })),
				422,
				'wrapped_key: expected 256 bytes',
			],
			[
				'has no room for the tag',
				rebuild((members) => ({ ...members, ciphertext: zeros(15) })),
				422,
				'ciphertext: expected at least',
			],
			[
				'has a member that is no text',
				rebuild((members) => ({ ...members, ciphertext: 5 })),
				422,
				'ciphertext: expected a base64 string',
			],
			[
				'is too large inside',
				rebuild((members) => ({ ...members, ciphertext: zeros(64 * 1024 + 17) })),
				413,
				'at most 65536 bytes',
			],
			['is too large outside', () => 'A'.repeat(150_000), 413, 'at most 65536 bytes'],
			['is empty', () => '', 400, 'ciphertext'],
			['is a number', () => 1, 400, 'ciphertext'],
		])('one that %s is refused', async (_, make, status, detail) => {
			const answer = await submit(make);
			expect([answer.status, answer.body['detail']]).toEqual([status, expect.stringContaining(detail)]);
		});

		test('an algorithm that is not the protocol’s is refused', async () => {
			expect((await submit((envelope) => envelope, 'ROT13')).status).toBe(422);
			expect((await submit((envelope) => envelope, 7)).status).toBe(400);
		});

		test('the largest that is allowed is taken, and more where a file is asked for', async () => {
			const tag = 16;
			const filled = (bytes: number) =>
				rebuild((members) => ({ ...members, ciphertext: zeros(bytes + tag) }));
			expect((await submit(filled(64 * 1024))).status).toBe(204);
			const file = { template: undefined, fields: [{ ...field, type: 'file' }] };
			expect((await submit(filled(1024 * 1024), undefined, file)).status).toBe(204);
			expect((await submit(filled(1024 * 1024 + 1), undefined, file)).status).toBe(413);
		});

		test('after a refusal the session is as it was, and takes a good one', async () => {
			const { reply, keys } = await createSession(broker.url);
			const { connect_token } = (await person.confirm(broker.url, reply.code)).body;
			await person.complete(broker.url, reply.code, { ciphertext: '%%%', connect_token });
			const ciphertext = await sealEnvelope(keys.publicKey, { api_key: 'k' });
			expect(splitEnvelope(ciphertext).iv).toHaveLength(12);
			expect((await person.complete(broker.url, reply.code, { ciphertext, connect_token })).status).toBe(204);
		});
	});

	test.each([
		['bytes that are not HTTP', '\u0000\u0001\u0002\r\n\r\n'],
		['a header without an end', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(40_000)}\r\n\r\n`],
		['a length that is no number', 'POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n'],
		[
			'two lengths',
			'POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
		],
	])('%s end with a 4xx', async (_, bytes) => {
		const reply = await new Promise<string>((resolve, reject) => {
			let text = '';
			const socket = connect(broker.port, '127.0.0.1', () => socket.write(bytes));
			socket.on('data', (chunk) => (text += chunk.toString()));
			socket.once('close', () => {
				resolve(text);
			});
			socket.once('error', reject);
		});
		expect(reply).toMatch(/^HTTP\/1\.1 4\d\d /);
	});
});
