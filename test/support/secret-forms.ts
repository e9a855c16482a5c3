/**
 * A secret in every form in which it could lie somewhere: as it is, in JSON, in an address, in base64 at each of the
 * three offsets, in base64url, in hexadecimal.
 */
export function formsOf(secret: string): string[] {
	const bytes = Buffer.from(secret);
	const base64 = [0, 1, 2].map((offset) => {
		const padded = Buffer.concat([Buffer.alloc(offset), bytes])
			.toString('base64')
			.replaceAll('=', '');
		// The first and last characters also hold bits of what stands beside the secret.
		return padded.slice(offset === 0 ? 0 : offset + 1, -1);
	});
	return [
		...new Set([
			secret,
			JSON.stringify(secret).slice(1, -1),
			encodeURIComponent(secret),
			...base64,
			...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
			bytes.toString('hex'),
			bytes.toString('hex').toUpperCase(),
		]),
	];
}
