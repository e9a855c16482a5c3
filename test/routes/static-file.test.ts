import { request, type IncomingHttpHeaders } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { startBroker, type RunningBroker } from '../support/broker';
import { brandingFile } from '../page/branding-file';

interface Received {
	readonly status: number;
	readonly headers: IncomingHttpHeaders;
	/** As they came over the wire. */
	readonly bytes: Buffer;
}

const LOGO = `<svg xmlns="http://www.w3.org/2000/svg">${'<rect width="1" height="1"/>'.repeat(30)}</svg>`;
const KEPT = 'public, max-age=31536000, immutable';

const branding = brandingFile(
	{ name: 'Example', logo: 'logo.svg', colors: { accent: '#6b1fa3' } },
	{ 'logo.svg': LOGO },
);

/** A call whose answer is not decoded. */
function receive(url: string, acceptEncoding?: string, method = 'GET'): Promise<Received> {
	const headers = acceptEncoding === undefined ? {} : { 'accept-encoding': acceptEncoding };
	return new Promise((resolve, reject) => {
		request(url, { method, headers, agent: false }, (incoming) => {
			const chunks: Buffer[] = [];
			incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
			incoming.once('error', reject);
			incoming.once('end', () => {
				const { statusCode = 0, headers: received } = incoming;
				resolve({ status: statusCode, headers: received, bytes: Buffer.concat(chunks) });
			});
		})
			.once('error', reject)
			.end();
	});
}

/** Headers that differ from one answer to the next. */
function lasting({ date, 'x-request-id': id, ...headers }: IncomingHttpHeaders): IncomingHttpHeaders {
	expect([date, id]).not.toContain(undefined);
	return headers;
}

/** The addresses in a document that are the broker's files. */
async function filesOf(url: string, document: string): Promise<string[]> {
	const { bytes } = await receive(url + document);
	const found = [
		...String(bytes).matchAll(/(?:href|src|data-[\w-]+)="(\/(?:assets|docs|branding)\/[^"]+)"/g),
	];
	return [...new Set(found.map(([, address = '']) => address))];
}

describe.each([
	['', {}],
	[', with branding', { LINKAUTH_BRANDING_FILE: branding }],
])('files%s', (_, environment: Readonly<Record<string, string>>) => {
	let broker: RunningBroker;
	let kept: string[];
	let fresh: readonly string[];
	beforeAll(async () => {
		broker = await startBroker(environment);
		kept = [...(await filesOf(broker.url, '/connect')), ...(await filesOf(broker.url, '/docs'))];
		fresh = ['/connect', '/connect/ABCD-EFGH', '/docs', '/openapi.json'];
	});

	test('are what the page loads later, and pictures and style of page and documentation', () => {
		const kinds = kept.map((address) => address.replace(/-.*(?=\.\w+$)|\?.*/g, ''));
		expect(kinds.sort()).toEqual(
			[
				...(environment['LINKAUTH_BRANDING_FILE'] === undefined
					? ['/assets/connect.svg']
					: ['/branding/logo']),
				// The later parts of both kinds of requests, and what is later with sign-ins alone.
				'/assets/connect.js',
				'/assets/connect.js',
				'/assets/connect.js',
				'/docs/docs.css',
				'/docs/docs.svg',
			].sort(),
		);
	});

	test('come as they are, or smaller and with the same content, by what is accepted', async () => {
		for (const address of [...kept, ...fresh]) {
			const plain = await receive(broker.url + address);
			const br = await receive(broker.url + address, 'gzip, deflate, br, zstd');
			const gzip = await receive(broker.url + address, 'br;q=0.5, gzip');
			expect([address, plain.headers['content-encoding']]).toEqual([address, undefined]);
			expect([address, br.headers['content-encoding']]).toEqual([address, 'br']);
			expect([address, gzip.headers['content-encoding']]).toEqual([address, 'gzip']);
			expect(brotliDecompressSync(br.bytes)).toEqual(plain.bytes);
			expect(gunzipSync(gzip.bytes)).toEqual(plain.bytes);
			expect(br.bytes.length).toBeLessThan(gzip.bytes.length);
			expect(gzip.bytes.length).toBeLessThan(plain.bytes.length);
			for (const { status, headers, bytes } of [plain, br, gzip]) {
				expect(status).toBe(200);
				expect(headers['content-length']).toBe(String(bytes.length));
				expect(headers['transfer-encoding']).toBeUndefined();
				expect(headers['vary']).toBe(
					address.startsWith('/connect') ? 'Accept-Language, Accept-Encoding' : 'Accept-Encoding',
				);
				expect(headers['content-type']).toBe(plain.headers['content-type']);
				expect(headers['content-security-policy']).toBe(plain.headers['content-security-policy']);
				expect(headers['cache-control']).toBe(kept.includes(address) ? KEPT : 'no-store');
			}
		}
	});

	test.each([['identity;q=0'], ['identity;q=0, *;q=0'], ['deflate'], ['br;q=0,gzip;q=0'], ['']])(
		'come as they are where %p leaves nothing else',
		async (accepted) => {
			for (const address of ['/connect', ...kept]) {
				const plain = await receive(broker.url + address);
				const answer = await receive(broker.url + address, accepted);
				expect(answer.status).toBe(200);
				expect(lasting(answer.headers)).toEqual(lasting(plain.headers));
				expect(answer.bytes).toEqual(plain.bytes);
			}
		},
	);

	test.each([['br'], ['gzip'], ['identity']])(
		'have the same headers by HEAD, and no body: %s',
		async (accepted) => {
			for (const address of [...kept, ...fresh]) {
				const got = await receive(broker.url + address, accepted);
				const head = await receive(broker.url + address, accepted, 'HEAD');
				expect(lasting(head.headers)).toEqual(lasting(got.headers));
				expect(head.bytes.length).toBe(0);
			}
		},
	);
});

describe('everything else', () => {
	let broker: RunningBroker;
	beforeAll(async () => {
		broker = await startBroker();
	});

	test.each([
		['/health', 200],
		['/.well-known/linkauth', 200],
		['/', 303],
		['/assets/nothing.js', 404],
		['/branding/logo', 404],
		['/v1/connect/ABCD-EFGH', 404],
	])('is not compressed: %s', async (address, status) => {
		const answer = await receive(broker.url + address, 'br, gzip');
		expect(answer.status).toBe(status);
		expect(answer.headers['content-encoding']).toBeUndefined();
		expect(answer.headers['vary'] ?? '').not.toMatch(/encoding/i);
	});

	test('what is compressed has no address of its own', async () => {
		for (const address of await filesOf(broker.url, '/connect')) {
			for (const suffix of ['.br', '.gz']) {
				expect((await receive(broker.url + address + suffix)).status).toBe(404);
			}
		}
	});
});

test('a logo that is compressed in itself is sent as it is', async () => {
	const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(500)]);
	const { url } = await startBroker({
		LINKAUTH_BRANDING_FILE: brandingFile({ logo: 'logo.png' }, { 'logo.png': png }),
	});
	const answer = await receive(`${url}/branding/logo`, 'br, gzip');
	expect(answer.headers['content-encoding']).toBeUndefined();
	expect(answer.bytes).toEqual(png);
});
