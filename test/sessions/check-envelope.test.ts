import * as fc from 'fast-check';
import { lengthsOf } from '../../broker/sessions/check-envelope';
import { base64Encode, utf8Encode } from '../../protocol/encoding';
import { plaintextLength, sealEnvelope, splitEnvelope } from '../../protocol/envelope';
import { createSession } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { person } from '../support/person';

const field = { name: 'x', label: 'X', type: 'text' };

describe('envelopes', () => {
	let broker: RunningBroker;
	beforeAll(async () => {
		broker = await startBroker();
	});
	afterAll(() => {
		expect(broker.log()).not.toContain('unexpected error');
	});

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
		['is too large outside', () => 'A'.repeat(130_000), 413, 'at most 65536 bytes'],
		['is longer than the body may be', () => 'A'.repeat(150_000), 413, 'The body: expected at most'],
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
		const filled = (bytes: number) => rebuild((members) => ({ ...members, ciphertext: zeros(bytes + tag) }));
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

describe('the lengths of an envelope, read without taking it apart', () => {
	/** What the protocol's own function finds. */
	function taken(envelope: string) {
		try {
			const parts = splitEnvelope(envelope);
			return { wrappedKey: parts.wrappedKey.length, plaintext: plaintextLength(parts) };
		} catch {
			return undefined;
		}
	}
	const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
	const bytes = (lengths: fc.Arbitrary<number>) =>
		lengths.chain((length) => fc.uint8Array({ minLength: length, maxLength: length })).map(base64);
	const member = fc.oneof(
		{ weight: 6, arbitrary: bytes(fc.constantFrom(12, 15, 16, 17, 20, 256)) },
		{
			weight: 1,
			arbitrary: fc.string({ unit: fc.constantFrom('A', 'B', '=', '-', ' ', '\n', 'é'), maxLength: 8 }),
		},
		{ weight: 1, arbitrary: fc.constantFrom(undefined, null, 12, [], {}, '', '=', '==', 'QR==', 'QQ=A') },
	);
	const iv = fc.oneof({ weight: 4, arbitrary: bytes(fc.constant(12)) }, { weight: 1, arbitrary: member });
	const members = fc.record({ wrapped_key: member, iv, ciphertext: member });
	const json = fc.oneof(
		{ weight: 8, arbitrary: members.map((each) => JSON.stringify(each)) },
		{ weight: 1, arbitrary: members.map((each) => `\ufeff${JSON.stringify(each)}`) },
		{ weight: 1, arbitrary: fc.json() },
		{ weight: 1, arbitrary: fc.constantFrom('', 'null', '""', '[]', '{}', '1') },
	);
	const outer = fc.oneof(
		{ weight: 8, arbitrary: json.map((text) => base64(Buffer.from(text))) },
		{ weight: 1, arbitrary: json.map((text) => base64(Buffer.from(text, 'latin1'))) },
		{ weight: 1, arbitrary: json.map((text) => `${base64(Buffer.from(text))}\n`) },
		{ weight: 1, arbitrary: bytes(fc.nat(40)) },
	);

	test('are those of its parts, and none where it cannot be taken apart', () => {
		const found = { right: 0, wrong: 0 };
		fc.assert(
			fc.property(outer, (envelope) => {
				const lengths = taken(envelope);
				found[lengths ? 'right' : 'wrong'] += 1;
				expect(lengthsOf(envelope)).toEqual(lengths);
			}),
			{ numRuns: 2_000 },
		);
		expect(Math.min(found.right, found.wrong)).toBeGreaterThan(200);
	});
});
