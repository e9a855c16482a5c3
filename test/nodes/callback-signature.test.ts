import { createHmac, hkdfSync } from 'node:crypto';

import { callbackSecretFor, verifiedCallback } from '../../nodes/shared/callback-signature';
import { makeSealingKey } from '../../nodes/shared/derived-keys';

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
			{
				...good,
				headers: { 'x-linkauth-signature-v2': header.replace(/.$/, (digit) => (digit === '0' ? '1' : '0')) },
			},
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
