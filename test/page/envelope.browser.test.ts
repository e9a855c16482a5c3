import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { openEnvelope, sealEnvelope } from '../../protocol/envelope';
import { startBroker, type RunningBroker } from '../support/broker';
import { vectors } from '../protocol/envelope-vectors';
import { describeInChromium, launchChromium } from '../support/chromium';
import { inRepository } from '../support/repository';

/** The protocol as the bundle hands it to the browser. */
interface Protocol {
	readonly openEnvelope: typeof openEnvelope;
	readonly sealEnvelope: typeof sealEnvelope;
	readonly keyFingerprint: (publicKey: string) => Promise<string>;
}

const keyOf = (name: string) => vectors.good.find((each) => each.name === name)?.private_key_pkcs8 ?? '';

describeInChromium('the protocol in Chromium', () => {
	let broker: RunningBroker;
	let browser: Browser;
	let page: Page;

	beforeAll(async () => {
		const entry = `export * from './envelope'; export * from './key-fingerprint';`;
		const [bundle] = (
			await build({
				stdin: { contents: entry, resolveDir: inRepository('protocol'), loader: 'ts' },
				bundle: true,
				write: false,
				format: 'iife',
				globalName: 'protocol',
			})
		).outputFiles;
		[broker, browser] = await Promise.all([startBroker(), launchChromium()]);
		page = await browser.newPage();
		await page.addInitScript(`${bundle?.text ?? ''}; globalThis.protocol = protocol;`);
		await page.goto(`${broker.url}/connect`);
	});
	afterAll(async () => {
		await Promise.all([broker.stop(), browser.close()]);
	});

	const open = (key: string, envelope: string): Promise<unknown> =>
		page.evaluate(
			([privateKey = '', sealed = '']) => {
				const { protocol } = globalThis as unknown as { protocol: Protocol };
				return protocol.openEnvelope(privateKey, sealed).catch((error: unknown) => String(error));
			},
			[key, envelope],
		);

	test.each(vectors.good.map((vector) => [vector.name, vector] as const))(
		'opens %s',
		async (_name, vector) => {
			expect(await open(vector.private_key_pkcs8, vector.envelope)).toEqual(vector.plaintext);
		},
	);

	test.each(vectors.must_fail.map((vector) => [vector.name, vector] as const))(
		'does not open one with %s, and does not say why',
		async (_name, vector) => {
			expect(await open(keyOf(vector.private_key), vector.envelope)).toBe(
				'EnvelopeNotOpened: The envelope could not be opened with this key.',
			);
		},
	);

	test.each(vectors.good.map((vector) => [vector.name, vector] as const))(
		'seals %s for Node, opens what Node seals, and names its key alike',
		async (_name, { public_key, private_key_pkcs8, plaintext, fingerprint }) => {
			const [sealed, named] = await page.evaluate(
				([key, fields]) => {
					const { protocol } = globalThis as unknown as { protocol: Protocol };
					return Promise.all([protocol.sealEnvelope(key, fields), protocol.keyFingerprint(key)]);
				},
				[public_key, plaintext] as const,
			);
			expect(await openEnvelope(private_key_pkcs8, sealed)).toEqual(plaintext);
			expect(named).toBe(fingerprint);
			expect(await open(private_key_pkcs8, await sealEnvelope(public_key, plaintext))).toEqual(plaintext);
		},
	);
});
