import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { base64Encode, utf8Encode } from '../../protocol/encoding';
import { openEnvelope, sealEnvelope, splitEnvelope } from '../../protocol/envelope';
import { keyFingerprint } from '../../protocol/key-fingerprint';
import { describeWith } from '../support/requirements';

/*
 * OpenSSL's command line as the other party. What an envelope holds is what CMS calls authenticated-enveloped data
 * (RFC 5083) with AES-GCM (RFC 5084) under RSA-OAEP (RFC 3560), so `openssl cms` wraps and unwraps the AES key,
 * encrypts, decrypts and makes and checks the tag; only the packing differs, and is done here.
 */

const FIELDS = { username: 'Zoë 令牌 🔑', password: 'line\nbreak\t"quoted"', empty: '' };
const OAEP = ['oaep', 'oaep_md:sha256', 'mgf1_md:sha256'].flatMap((option, at) => [
	'-keyopt',
	at === 0 ? `rsa_padding_mode:${option}` : `rsa_${option}`,
]);

let directory: string;
/** Base64 of DER. */
let publicKey: string;
let privateKey: string;

describeWith('OpenSSL', 'OpenSSL as the other party', () => {
	beforeAll(() => {
		directory = mkdtempSync(path.join(tmpdir(), 'linkauth-openssl-'));
		const made = [
			'genpkey',
			'-algorithm',
			'RSA',
			'-pkeyopt',
			'rsa_keygen_bits:3072',
			'-out',
			file('key.pem'),
		];
		openssl(made);
		openssl(['req', '-x509', '-key', file('key.pem'), '-subj', '/CN=agent', '-out', file('certificate.pem')]);
		const key = ['pkey', '-in', file('key.pem'), '-outform', 'DER'];
		publicKey = openssl([...key, '-pubout']).toString('base64');
		privateKey = openssl(['pkcs8', '-topk8', '-nocrypt', '-in', file('key.pem'), '-outform', 'DER']).toString(
			'base64',
		);
	});
	afterAll(() => {
		rmSync(directory, { recursive: true });
	});

	test('OpenSSL opens what we seal, tag and all', async () => {
		const message = cmsOf(await sealEnvelope(publicKey, FIELDS));
		expect(JSON.parse(decryptCms(message).toString())).toEqual(FIELDS);
	});

	test('OpenSSL refuses what we sealed once its ciphertext is altered', async () => {
		const { wrappedKey, iv, ciphertext } = splitEnvelope(await sealEnvelope(publicKey, FIELDS));
		ciphertext[0] = (ciphertext[0] ?? 0) ^ 1;
		expect(() => decryptCms(cms(wrappedKey, iv, ciphertext))).toThrow(/Command failed/);
	});

	test('OpenSSL’s pkeyutl unwraps the AES key that we wrapped: 256 bits', async () => {
		writeFileSync(file('wrapped'), splitEnvelope(await sealEnvelope(publicKey, FIELDS)).wrappedKey);
		const options = OAEP.map((option) => option.replace('-keyopt', '-pkeyopt'));
		const input = ['-inkey', file('key.pem'), '-in', file('wrapped')];
		expect(openssl(['pkeyutl', '-decrypt', ...input, ...options])).toHaveLength(32);
	});

	test('we open what OpenSSL seals', async () => {
		expect(await openEnvelope(privateKey, sealedByOpenssl(JSON.stringify(FIELDS)))).toEqual(FIELDS);
	});

	test('OpenSSL and we give a key the same fingerprint', async () => {
		const der = openssl(['pkey', '-in', file('key.pem'), '-pubout', '-outform', 'DER']);
		const digest = openssl(['dgst', '-sha256', '-binary'], der);
		expect(await keyFingerprint(publicKey)).toBe(digest.toString('base64url'));
	});
});

function openssl(parameters: readonly string[], input?: Buffer): Buffer {
	return execFileSync('openssl', parameters, { input, stdio: ['pipe', 'pipe', 'pipe'] });
}

function file(name: string): string {
	return path.join(directory, name);
}

function decryptCms(message: Buffer): Buffer {
	return openssl(['cms', '-decrypt', '-inform', 'DER', '-inkey', file('key.pem')], message);
}

function cmsOf(envelope: string): Buffer {
	const { wrappedKey, iv, ciphertext } = splitEnvelope(envelope);
	return cms(wrappedKey, iv, ciphertext);
}

/** A CMS message out of an envelope's members; the DER is made by OpenSSL too. */
function cms(wrappedKey: Uint8Array, iv: Uint8Array, ciphertextAndTag: Uint8Array): Buffer {
	const hex = (bytes: Uint8Array) => `FORMAT:HEX,OCTETSTRING:${Buffer.from(bytes).toString('hex')}`;
	const sections = {
		message: {
			type: 'OID:1.2.840.113549.1.9.16.1.23',
			content: 'EXPLICIT:0,SEQUENCE:enveloped',
		},
		enveloped: {
			version: 'INTEGER:0',
			recipients: 'SET:recipients',
			content: 'SEQUENCE:content',
			tag: hex(ciphertextAndTag.subarray(-16)),
		},
		recipients: { recipient: 'SEQUENCE:recipient' },
		recipient: {
			version: 'INTEGER:2',
			key: 'IMPLICIT:0,FORMAT:HEX,OCTETSTRING:00',
			algorithm: 'SEQUENCE:oaep',
			wrapped: hex(wrappedKey),
		},
		oaep: { name: 'OID:1.2.840.113549.1.1.7', parameters: 'SEQUENCE:oaep_parameters' },
		oaep_parameters: { hash: 'EXPLICIT:0,SEQUENCE:sha256', mask: 'EXPLICIT:1,SEQUENCE:mgf1' },
		mgf1: { name: 'OID:1.2.840.113549.1.1.8', hash: 'SEQUENCE:sha256' },
		sha256: { name: 'OID:2.16.840.1.101.3.4.2.1' },
		content: {
			type: 'OID:1.2.840.113549.1.7.1',
			algorithm: 'SEQUENCE:gcm',
			ciphertext: `IMPLICIT:0,${hex(ciphertextAndTag.subarray(0, -16))}`,
		},
		gcm: { name: 'OID:2.16.840.1.101.3.4.1.46', parameters: 'SEQUENCE:gcm_parameters' },
		gcm_parameters: { iv: hex(iv), tag_length: 'INTEGER:16' },
	};
	const lines = Object.entries(sections).flatMap(([name, members]) => [
		`[${name}]`,
		...Object.entries(members).map(([member, value]) => `${member} = ${value}`),
	]);
	writeFileSync(file('message.conf'), ['asn1 = SEQUENCE:message', ...lines, ''].join('\n'));
	openssl(['asn1parse', '-genconf', file('message.conf'), '-noout', '-out', file('message.der')]);
	return readFileSync(file('message.der'));
}

/** Lets OpenSSL make an AES key and an IV, encrypt and wrap; then packs its octets as an envelope. */
function sealedByOpenssl(plaintext: string): string {
	const encrypt = ['cms', '-encrypt', '-binary', '-aes-256-gcm', '-keyid', '-outform', 'DER'];
	const message = openssl([...encrypt, '-recip', file('certificate.pem'), ...OAEP], Buffer.from(plaintext));
	const values = openssl(['asn1parse', '-inform', 'DER'], message)
		.toString()
		.split('\n')
		.flatMap((line) => {
			const [, offset, header, length] =
				/^ *(\d+):d=\d+ +hl=(\d+) l= *(\d+) prim: (?:OCTET STRING|cont \[ 0 \])/.exec(line) ?? [];
			if (offset === undefined) return [];
			const start = Number(offset) + Number(header);
			return [message.subarray(start, start + Number(length))];
		});
	const [, wrappedKey, iv, ciphertext, tag] = values;
	if (!wrappedKey || !iv || !ciphertext || !tag) throw new Error('openssl cms gave another structure');
	const members = {
		wrapped_key: wrappedKey.toString('base64'),
		iv: iv.toString('base64'),
		ciphertext: Buffer.concat([ciphertext, tag]).toString('base64'),
	};
	return base64Encode(utf8Encode(JSON.stringify(members)));
}
