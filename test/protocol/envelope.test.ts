import { base64Decode, base64Encode, utf8Encode } from '../../protocol/encoding';
import {
	EnvelopeNotOpened,
	makeKeyPair,
	MalformedEnvelope,
	openEnvelope,
	plaintextLength,
	sealEnvelope,
	splitEnvelope,
	type SessionKeyPair,
} from '../../protocol/envelope';
import { keyFingerprint, spkiBytes } from '../../protocol/key-fingerprint';
import { vectors } from './envelope-vectors';

let keys: SessionKeyPair;

beforeAll(async () => {
	keys = await makeKeyPair();
});

describe('envelopes made by another implementation', () => {
	test.each(vectors.good)('$name: opens to its plaintext', async (vector) => {
		expect(await openEnvelope(vector.private_key_pkcs8, vector.envelope)).toEqual(vector.plaintext);
	});

	test.each(vectors.good)('$name: the key has its fingerprint, from DER and from PEM', async (vector) => {
		const lines = vector.public_key.match(/.{1,64}/g)?.join('\n') ?? '';
		const pem = `-----BEGIN PUBLIC KEY-----\n${lines}\n-----END PUBLIC KEY-----\n`;
		expect(await keyFingerprint(vector.public_key)).toBe(vector.fingerprint);
		expect(await keyFingerprint(pem)).toBe(vector.fingerprint);
	});

	test.each(vectors.must_fail)('$name: fails with the one error', async (vector) => {
		const owner = vectors.good.find(({ name }) => name === vector.private_key);
		await expectOneError(owner?.private_key_pkcs8 ?? '', vector.envelope);
	});

	test('a number or flag of another implementation is kept as its JSON text', async () => {
		const fields = { expires_in: 3600, refresh: true } as unknown as Record<string, string>;
		const envelope = await sealEnvelope(keys.publicKey, fields);
		expect(await openEnvelope(keys.privateKey, envelope)).toEqual({ expires_in: '3600', refresh: 'true' });
	});
});

describe('a fresh envelope', () => {
	const fields = { username: 'Zoë 令牌 🔑', password: '"\\\n\u0000', empty: '', __proto__x: 'x' };

	test('opens with the key it was sealed to', async () => {
		const envelope = await sealEnvelope(keys.publicKey, fields);
		expect(await openEnvelope(keys.privateKey, envelope)).toEqual(fields);
	});

	test('does not open with another', async () => {
		const envelope = await sealEnvelope(keys.publicKey, fields);
		await expectOneError((await makeKeyPair()).privateKey, envelope);
	});

	test('has another AES key and another IV each time', async () => {
		const [one, two] = await Promise.all([
			sealEnvelope(keys.publicKey, fields),
			sealEnvelope(keys.publicKey, fields),
		]);
		expect(splitEnvelope(one).iv).not.toEqual(splitEnvelope(two).iv);
		expect(splitEnvelope(one).ciphertext).not.toEqual(splitEnvelope(two).ciphertext);
	});

	test('tells its plaintext’s length without a key', async () => {
		const envelope = await sealEnvelope(keys.publicKey, { a: 'ä' });
		expect(plaintextLength(splitEnvelope(envelope))).toBe(Buffer.byteLength('{"a":"ä"}'));
	});

	test('does not open once any one byte of it is altered', async () => {
		const members = membersOf(await sealEnvelope(keys.publicKey, { a: 'b' }));
		for (const name of ['wrapped_key', 'iv', 'ciphertext'] as const) {
			const length = base64Decode(members[name]).length;
			for (const at of [0, Math.floor(length / 2), length - 1]) {
				const altered = { ...members, [name]: flipped(members[name], at) };
				await expectOneError(keys.privateKey, joined(altered));
			}
		}
	});
});

describe('the shape of an envelope', () => {
	const good = { wrapped_key: 'AAAA', iv: 'AAAAAAAAAAAAAAAA', ciphertext: 'AAAAAAAAAAAAAAAAAAAAAA==' };

	test('is three members of base64, in any order and with others beside them', () => {
		const { iv, ciphertext } = splitEnvelope(joined({ other: 1, ...good }));
		expect([iv.length, ciphertext.length]).toEqual([12, 16]);
	});

	test.each([
		['the envelope', 'no object', joined(['an array'])],
		['the envelope', 'null', joined(null)],
		['the envelope', 'no JSON', base64Encode(utf8Encode('{'))],
		['the envelope', 'no UTF-8', base64Encode(new Uint8Array([0xff, 0xfe]))],
		['the envelope', 'base64url', `${joined(good)}_`],
		['the envelope', 'line breaks', `${joined(good)}\n`],
		['wrapped_key', 'no string', joined({ ...good, wrapped_key: 1 })],
		['iv', 'missing', joined({ ...good, iv: undefined })],
		['iv', '16 bytes', joined({ ...good, iv: 'AAAAAAAAAAAAAAAAAAAAAA==' })],
		['ciphertext', 'shorter than its tag', joined({ ...good, ciphertext: 'AAAA' })],
		['ciphertext', 'no base64', joined({ ...good, ciphertext: '!' })],
	])('%s: %s is refused by name', (member, _, envelope) => {
		expect(() => splitEnvelope(envelope)).toThrow(MalformedEnvelope);
		expect(() => splitEnvelope(envelope)).toThrow(new RegExp(`^${member}: expected`));
	});
});

test('a key that is neither DER nor PEM has no fingerprint', () => {
	expect(() => spkiBytes('-----BEGIN RSA PUBLIC KEY-----\nAAAA\n-----END RSA PUBLIC KEY-----')).toThrow(
		TypeError,
	);
	expect(() => spkiBytes('not a key')).toThrow(TypeError);
});

/** Every failure must look the same, so that an attacker learns nothing from it. */
async function expectOneError(privateKey: string, envelope: string): Promise<void> {
	const error: unknown = await openEnvelope(privateKey, envelope).then(
		() => undefined,
		(reason: unknown) => reason,
	);
	expect(error).toBeInstanceOf(EnvelopeNotOpened);
	expect((error as Error).message).toBe('The envelope could not be opened with this key.');
	expect((error as Error).cause).toBeUndefined();
}

function membersOf(envelope: string) {
	return JSON.parse(Buffer.from(envelope, 'base64').toString()) as Record<
		'wrapped_key' | 'iv' | 'ciphertext',
		string
	>;
}

function joined(value: unknown): string {
	return base64Encode(utf8Encode(JSON.stringify(value)));
}

function flipped(base64: string, at: number): string {
	const bytes = base64Decode(base64);
	bytes[at] = (bytes[at] ?? 0) ^ 0x01;
	return base64Encode(bytes);
}
