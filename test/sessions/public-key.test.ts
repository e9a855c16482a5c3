import { generateKeyPairSync, createPublicKey } from 'node:crypto';
import fc from 'fast-check';
import { acceptPublicKey } from '../../broker/sessions/public-key';
import { startBroker, type RunningBroker } from '../support/broker';
import { anyKeys, createSession } from '../support/agent';
import { call } from '../support/http';
import { person } from '../support/person';

interface Spki {
	format: 'der';
	type: 'spki';
}
const spki: Spki = { format: 'der', type: 'spki' };
const base64 = (der: Buffer) => der.toString('base64');
const rsa = (modulusLength: number, publicExponent = 65_537) =>
	base64(generateKeyPairSync('rsa', { modulusLength, publicExponent }).publicKey.export(spki));

/** An RSA key as anyone can write it down: it need not have been generated. */
function rsaOf(bits: number, exponent: string): string {
	const n = Buffer.alloc(bits / 8, 0xc5).toString('base64url');
	return base64(createPublicKey({ key: { kty: 'RSA', n, e: exponent }, format: 'jwk' }).export(spki));
}

describe('the public key of a session', () => {
	let broker: RunningBroker;
	beforeAll(async () => {
		broker = await startBroker();
	});

	const create = (public_key: unknown) =>
		call(broker.url, 'POST', '/v1/sessions', { body: { public_key, template: 'api_key' } });

	test.each([
		['2048 bits', () => rsa(2048)],
		['3072 bits', () => rsa(3072)],
		['8192 bits', () => rsaOf(8192, 'AQAB')],
		['exponent 3', () => rsa(2048, 3)],
	])('RSA of %s is taken', async (_, key) => {
		expect((await create(key())).status).toBe(201);
	});

	test('PEM is taken as well as DER, and served as DER', async () => {
		const { publicKey } = await anyKeys();
		const lines = publicKey.match(/.{1,64}/g) ?? [];
		const pem = `-----BEGIN PUBLIC KEY-----\n${lines.join('\n')}\n-----END PUBLIC KEY-----\n`;
		const { reply } = await createSession(broker.url, { template: 'api_key', public_key: pem });
		expect((await person.lookUp(broker.url, reply.code)).body.public_key).toBe(publicKey);
	});

	test.each([
		['RSA of 1024 bits', () => rsa(1024), 'at least 2048 bits, got 1024'],
		['RSA of 2040 bits', () => rsaOf(2040, 'AQAB'), 'at least 2048 bits, got 2040'],
		['RSA of 16384 bits', () => rsaOf(16_384, 'AQAB'), 'at most 8192 bits'],
		['RSA with exponent 1', () => rsaOf(2048, 'AQ'), 'odd exponent of 3 or more'],
		['RSA with an even exponent', () => rsaOf(2048, 'BA'), 'odd exponent of 3 or more'],
		[
			'an elliptic curve key',
			() => base64(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export(spki)),
			'expected an RSA key, got ec',
		],
		[
			'an Ed25519 key',
			() => base64(generateKeyPairSync('ed25519').publicKey.export(spki)),
			'expected an RSA key, got ed25519',
		],
		[
			'an X25519 key',
			() => base64(generateKeyPairSync('x25519').publicKey.export(spki)),
			'expected an RSA key, got x25519',
		],
		[
			'an RSA-PSS key',
			() => base64(generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).publicKey.export(spki)),
			'expected an RSA key, got rsa-pss',
		],
		[
			'a DSA key',
			() =>
				base64(
					generateKeyPairSync('dsa', { modulusLength: 2048, divisorLength: 256 }).publicKey.export(spki),
				),
			'expected an RSA key, got dsa',
		],
		[
			'a PKCS #1 key',
			() =>
				base64(
					generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({
						format: 'der',
						type: 'pkcs1',
					}),
				),
			'SubjectPublicKeyInfo',
		],
		[
			'a private key',
			() =>
				base64(
					generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
						format: 'der',
						type: 'pkcs8',
					}),
				),
			'SubjectPublicKeyInfo',
		],
		[
			'a key with bytes after it',
			() => base64(Buffer.concat([Buffer.from(rsa(2048), 'base64'), Buffer.from([0, 0])])),
			'',
		],
		[
			'a private key in PEM',
			() =>
				generateKeyPairSync('rsa', { modulusLength: 2048 })
					.privateKey.export({ format: 'pem', type: 'pkcs8' })
					.toString(),
			'base64 of DER, or PEM',
		],
		['random bytes', () => base64(Buffer.alloc(300, 7)), 'SubjectPublicKeyInfo'],
		['what is not base64', () => '%%%', 'base64 of DER'],
		['an empty text', () => '', 'RSA public key'],
		['a number', () => 7, 'RSA public key'],
		['nothing', () => undefined, 'RSA public key'],
	])('%s is refused, and the answer says why', async (_, key, why) => {
		const answer = await create(key());
		expect(answer.status).toBe(400);
		expect(answer.body['detail']).toMatch(/^public_key: /);
		expect(answer.body['detail']).toContain(why);
	});
});

/** What OpenSSL says of the same bytes. */
function isAcceptedByOpenSsl(der: Buffer): boolean {
	try {
		const key = createPublicKey({ key: der, ...spki });
		const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {};
		const isInBounds = modulusLength >= 2_048 && modulusLength <= 8_192 && publicExponent >= 3n;
		return (
			key.asymmetricKeyType === 'rsa' &&
			isInBounds &&
			publicExponent % 2n === 1n &&
			key.export(spki).equals(der)
		);
	} catch {
		return false;
	}
}

test('of keys with a few bytes altered it takes those that OpenSSL takes, and no other', () => {
	const keys = [2_048, 2_056, 4_096].map((bits) => Buffer.from(rsaOf(bits, 'AQAB'), 'base64'));
	const altered = fc
		.record({
			key: fc.constantFrom(...keys),
			// The head holds all of the structure but the end.
			changes: fc.array(
				fc.record({ at: fc.oneof(fc.nat(40), fc.integer({ min: -8, max: -1 })), to: fc.nat(255) }),
				{ maxLength: 3 },
			),
		})
		.map(({ key, changes }) => {
			const der = Buffer.from(key);
			for (const { at, to } of changes) der[at < 0 ? der.length + at : at] = to;
			return der;
		});
	const isAccepted = (der: Buffer) => {
		try {
			acceptPublicKey(base64(der));
			return true;
		} catch {
			return false;
		}
	};
	fc.assert(
		fc.property(altered, (der) => isAccepted(der) === isAcceptedByOpenSsl(der)),
		{ numRuns: 5_000 },
	);
});
