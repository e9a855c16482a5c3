import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import type { Problem } from '../../protocol/messages';
import { anyKeys, createSession } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { call } from '../support/http';
import { person } from '../support/person';

/** A fault of one member of `POST /v1/sessions`: what it is given, and what the answer says of it. */
interface Fault {
	readonly given: unknown;
	/** Below the member: `[0].name`. */
	readonly within?: string;
	readonly expected: string;
	/** Where it is the only fault; otherwise `invalid_request`. */
	readonly code?: string;
}

const SHORT_KEY = generateKeyPairSync('rsa', { modulusLength: 1024 })
	.publicKey.export({ type: 'spki', format: 'der' })
	.toString('base64');
const KEY_IN_WORDS = 'expected an RSA public key, base64 of DER SubjectPublicKeyInfo or PEM';
const FIELD = { name: 'pin', label: 'PIN', type: 'text' };

/** Faults of every member, in the order in which they are to be named. */
const FAULTS: Readonly<Record<string, readonly Fault[]>> = {
	public_key: [
		{
			given: 'x',
			expected: 'expected standard base64 of DER, or PEM with BEGIN PUBLIC KEY',
			code: 'invalid_public_key',
		},
		{ given: SHORT_KEY, expected: 'expected at least 2048 bits, got 1024', code: 'invalid_public_key' },
		{ given: undefined, expected: KEY_IN_WORDS },
		{ given: 7, expected: KEY_IN_WORDS },
	],
	template: [
		{ given: 'nobody-has-it', expected: 'expected one of api_key, basic_auth', code: 'unknown_template' },
		{ given: 7, expected: 'expected the name of a template' },
	],
	display_name: [{ given: '', expected: 'expected text of 1 to 120 characters' }],
	reason: [
		{ given: 'x'.repeat(501), expected: 'expected text of at most 500 characters' },
		{ given: '\ud800', expected: 'expected well-formed Unicode' },
	],
	requester: [
		{ given: {}, within: '.name', expected: 'expected text of 1 to 120 characters' },
		{ given: 'me', expected: 'expected an object with a name' },
	],
	ttl: [{ given: 5, expected: 'expected at least 30 seconds' }],
	callback_url: [
		{ given: 'http://203.0.113.1/', expected: 'expected https', code: 'invalid_request' },
		{ given: {}, expected: 'expected an address' },
	],
	callback_acknowledges: [{ given: 'yes', expected: 'expected true or false' }],
	allowed_hosts: [{ given: ['a.example', '%'], within: '[1]', expected: 'expected a host name' }],
	agent_state: [{ given: 'ä'.repeat(5_000), expected: 'expected at most 8192 bytes' }],
	poll_token_hash: [{ given: 'x', expected: 'expected a SHA-256 in lower-case hexadecimal, 64 characters' }],
};
const MEMBERS = Object.keys(FAULTS);

describe('a body with several faults', () => {
	let broker: RunningBroker;
	let whole: Readonly<Record<string, unknown>>;
	beforeAll(async () => {
		broker = await startBroker();
		whole = { public_key: (await anyKeys()).publicKey, template: 'api_key' };
	});

	async function refusal(body: Readonly<Record<string, unknown>>): Promise<Problem> {
		const answer = await call<Problem>(broker.url, 'POST', '/v1/sessions', { body });
		expect([JSON.stringify(body), answer.status]).toEqual([JSON.stringify(body), 400]);
		return answer.body;
	}

	/** Makes the members faulty that have a number, each by its fault of that number. */
	async function check(chosen: Readonly<Record<string, number | undefined>>): Promise<void> {
		const faults = MEMBERS.flatMap((member) => {
			const at = chosen[member];
			const options = FAULTS[member] ?? [];
			const fault = at === undefined ? undefined : options[at % options.length];
			return fault ? [{ member, ...fault }] : [];
		});
		const [only] = faults;
		if (!only) return;
		const given = Object.fromEntries(faults.map((fault) => [fault.member, fault.given]));
		const { detail, code, errors = [] } = await refusal({ ...whole, ...given });
		expect(errors).toEqual(
			faults.map(({ member, within = '', expected }) => ({
				pointer: `#/${member}${within.replace(/[.[]/g, '/').replace(']', '')}`,
				detail: expect.stringMatching(
					new RegExp(`^${escaped(`${member}${within}: ${expected}`)}.*\\.$`),
				) as unknown,
			})),
		);
		expect(detail).toBe(errors.map((each) => each.detail).join(' '));
		if (faults.length === 1) expect(code).toBe(only.code ?? 'invalid_request');
		if (faults.some((fault) => fault.code === undefined)) expect(code).toBe('invalid_request');
	}

	test('each alone is told of as ever', async () => {
		for (const member of MEMBERS) {
			for (const at of FAULTS[member]?.keys() ?? []) await check({ [member]: at });
		}
	});

	test('two of them are both named, whichever they are', async () => {
		for (const [at, one] of MEMBERS.entries()) {
			for (const other of MEMBERS.slice(at + 1)) {
				for (const option of [0, 1]) await check({ [one]: option, [other]: option });
			}
		}
	});

	test('any number of them are all named, once each, the key first', async () => {
		const option = fc.option(fc.nat({ max: 3 }), { nil: undefined });
		const chosen = fc.record(Object.fromEntries(MEMBERS.map((member) => [member, option])));
		await fc.assert(fc.asyncProperty(chosen, check), { numRuns: 300 });
	});

	test('a key that is none and no form at all are told of together', async () => {
		const { detail, code, errors } = await refusal({ public_key: 'x' });
		expect(code).toBe('invalid_request');
		expect(errors?.map(({ pointer }) => pointer)).toEqual(['#/public_key', '#/template']);
		expect(detail).toBe(
			'public_key: expected standard base64 of DER, or PEM with BEGIN PUBLIC KEY. template: expected exactly one of template, fields and a sign-in, 0 were given.',
		);
	});

	test('what is missing altogether is told of as well where another member is of the wrong kind', async () => {
		const { errors } = await refusal({ public_key: 7, reason: 7 });
		expect(errors?.map(({ pointer }) => pointer)).toEqual(['#/public_key', '#/template', '#/reason']);
	});

	test('fields are told of each by itself, with those of the same name and those without choices', async () => {
		const fields = [FIELD, { ...FIELD, label: 7 }, { name: 'zone', label: 7, type: 'select' }, null];
		const { errors } = await refusal({ public_key: 7, fields });
		expect(errors?.map(({ pointer }) => pointer)).toEqual([
			'#/public_key',
			'#/fields/1/label',
			'#/fields/2/label',
			'#/fields/2/options',
			'#/fields/3',
			'#/fields/1/name',
		]);
	});

	test('of other bodies as well every faulty member is named', async () => {
		const { reply } = await createSession(broker.url);
		const headers = { authorization: `Bearer ${reply.poll_token ?? ''}` };
		await person.confirm(broker.url, reply.code);
		const page = `/v1/connect/${reply.code}`;
		const bodies = [
			[
				'PATCH',
				`/v1/sessions/${reply.session_id}`,
				{ callback_secret: 7 },
				['callback_url', 'callback_secret'],
			],
			['POST', `${page}/complete`, { connect_token: 7 }, ['ciphertext', 'algorithm', 'connect_token']],
			['POST', `${page}/deny`, { reason: 7, connect_token: 7 }, ['connect_token', 'reason']],
			['POST', '/v1/connect/resolve', { user_code: 7 }, ['user_code']],
		] as const;
		for (const [method, address, body, members] of bodies) {
			const answer = await call<Problem>(broker.url, method, address, { body, headers });
			const named = answer.body.errors?.map(({ pointer }) => pointer);
			expect([address, named]).toEqual([address, members.map((member) => `#/${member}`)]);
		}
	});

	test('a body that is no object is told of as a whole', async () => {
		for (const body of ['[]', '7', 'null', '"x"']) {
			const answer = await call<Problem>(broker.url, 'POST', '/v1/sessions', { body });
			expect(answer.body.errors).toEqual([{ detail: 'The body: expected a JSON object.', pointer: '#' }]);
		}
	});
});

function escaped(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
