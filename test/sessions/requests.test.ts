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
	afterAll(() => {
		expect(broker.log()).not.toContain('unexpected error');
	});

	const create = (body: unknown) => call(broker.url, 'POST', '/v1/sessions', { body });

	test.each<[string, Record<string, unknown>, string]>([
		['no template', {}, 'template: expected exactly one of template, fields and a sign-in'],
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
		[
			'no events',
			{ template: 'api_key', callback_events: [] },
			'callback_events: expected an array of 1 to 4',
		],
		[
			'an event that there is not',
			{ template: 'api_key', callback_events: ['ready', 'closed'] },
			'callback_events[1]: expected one of opened',
		],
		[
			'events that are text',
			{ template: 'api_key', callback_events: 'ready' },
			'callback_events: expected an array',
		],
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
		['a ttl that is too short', { template: 'api_key', ttl: 29 }, 'ttl: expected at least 30'],
		['a ttl that is text', { template: 'api_key', ttl: '600' }, 'ttl'],
		['a ttl that is a fraction', { template: 'api_key', ttl: 60.5 }, 'ttl'],
		['a ttl beyond integers', { template: 'api_key', ttl: 1e300 }, 'ttl'],
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
		const confirmed = await createSession(broker.url);
		await person.confirm(broker.url, confirmed.reply.code);
		const headers = { authorization: `Bearer ${reply.poll_token ?? ''}` };
		const answers = await Promise.all([
			call(broker.url, 'PATCH', `/v1/sessions/${reply.session_id}`, {
				headers,
				body: { callback_url: LONG },
			}),
			call(broker.url, 'POST', '/v1/connect/resolve', { body: { user_code: LONG } }),
			person.complete(broker.url, confirmed.reply.code, { ciphertext: LONG, algorithm: 'x' }),
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
});
