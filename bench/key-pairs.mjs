import { performance, monitorEventLoopDelay } from 'node:perf_hooks';
import { median } from './statistics.mjs';

/*
 * What the key pair of a session costs, beside what one on an elliptic curve would: time, whether the main thread
 * stands still meanwhile, and bytes on the wire. Run: node bench/key-pairs.mjs
 */

const PAIRS = 60;
const CONCURRENCY = 8;
const SECRET = new Uint8Array(64);

const rsa = {
	name: 'RSA-OAEP, 2048 bits',
	make: () =>
		crypto.subtle.generateKey(
			{
				name: 'RSA-OAEP',
				modulusLength: 2048,
				publicExponent: new Uint8Array([1, 0, 1]),
				hash: 'SHA-256',
			},
			true,
			['encrypt', 'decrypt'],
		),
	// What travels besides the ciphertext: the AES key under RSA, an IV and a tag.
	envelope: async ({ publicKey }) => {
		const wrapped = await crypto.subtle.encrypt({ name: 'RSA-OAEP' }, publicKey, new Uint8Array(32));
		return wrapped.byteLength + 12 + 16 + SECRET.length;
	},
};

const curve = (name, algorithm, publicBytes) => ({
	name,
	make: () => crypto.subtle.generateKey(algorithm, true, ['deriveBits']),
	// The other side's public key in place of the wrapped AES key.
	envelope: () => Promise.resolve(publicBytes + 12 + 16 + SECRET.length),
});

console.log(
	'suite                 one pair, ms (median)   8 at a time, pairs/s   main thread stands still, ms (99 of 100)   public key, bytes   envelope, bytes',
);
for (const suite of [
	rsa,
	curve('ECDH, P-256', { name: 'ECDH', namedCurve: 'P-256' }, 65),
	curve('X25519', { name: 'X25519' }, 32),
]) {
	const alone = [];
	let pair;
	for (let at = 0; at < PAIRS; at += 1) {
		const started = performance.now();
		pair = await suite.make();
		alone.push(performance.now() - started);
	}
	const delay = monitorEventLoopDelay({ resolution: 1 });
	delay.enable();
	const started = performance.now();
	for (let at = 0; at < PAIRS; at += CONCURRENCY) {
		await Promise.all(Array.from({ length: CONCURRENCY }, suite.make));
	}
	const each = (Math.ceil(PAIRS / CONCURRENCY) * CONCURRENCY * 1_000) / (performance.now() - started);
	delay.disable();
	const publicKey = await crypto.subtle.exportKey('spki', pair.publicKey);
	console.log(
		[
			suite.name.padEnd(21),
			median(alone).toFixed(2).padStart(22),
			each.toFixed(0).padStart(22),
			(delay.percentile(99) / 1e6).toFixed(1).padStart(42),
			String(publicKey.byteLength).padStart(19),
			String(await suite.envelope(pair)).padStart(17),
		].join(' '),
	);
}
