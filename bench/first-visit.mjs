import { generateKeyPairSync, webcrypto } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { BUILT_BROKER, startProcess } from './processes.mjs';
import { median } from './statistics.mjs';

/*
 * When a person on a slow line sees something. Chromium opens a link with nothing in its cache, on a line as its own
 * network emulation makes it (`Network.emulateNetworkConditions`): each answer begins 800 ms after its request, and
 * 120 kbit/s come down. Times are from the start of the navigation, to the first frame in which it is there:
 *
 *   text        any text in the page's main part or its explanation (the header with logo and name does not count)
 *   first view  who asks for what, the code, and the buttons
 *   form        what comes after the first button can be shown: it is pressed as soon as the first view is there
 *
 * Run: node bench/first-visit.mjs [--rounds 3] [--languages en,de,ja] [--latency 800] [--kbits 120]
 *   [--broker PATH/main.js] [--pictures FOLDER]    (after npm run build)
 */

const { values: options } = parseArgs({
	options: {
		rounds: { type: 'string', default: '3' },
		languages: { type: 'string', default: 'en,de,ja' },
		latency: { type: 'string', default: '800' },
		kbits: { type: 'string', default: '120' },
		broker: { type: 'string', default: BUILT_BROKER },
		pictures: { type: 'string' },
	},
});
const LATENCY_MS = Number(options.latency);
const BYTES_PER_SECOND = (Number(options.kbits) * 1_000) / 8;
const PHONE = { width: 390, height: 780 };

const folder = mkdtempSync(path.join(tmpdir(), 'linkauth-first-visit-'));
const broker = await startProcess(
	[path.resolve(options.broker)],
	{ LINKAUTH_HOST: '127.0.0.1', LINKAUTH_PORT: '0', LINKAUTH_RATE_LIMITS: 'off', LINKAUTH_LOG_LEVEL: 'info' },
	path.join(folder, 'log'),
);
const url = `http://127.0.0.1:${String(broker.port)}`;
const browser = await chromium.launch({
	executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
	args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
try {
	for (const language of options.languages.split(',')) {
		const visits = [];
		for (let round = 0; round < Number(options.rounds); round += 1) {
			visits.push(await visit(language, round));
		}
		const middle = (name) => median(visits.map((each) => each[name]));
		const seconds = (name) => `${(middle(name) / 1_000).toFixed(2)} s`;
		console.log(
			`${language}: text ${seconds('text')}, first view ${seconds('view')}, form ${seconds('form')};`,
			`${String(middle('bytesBefore'))} bytes before the first view, ${String(middle('bytes'))} in all`,
		);
	}
} finally {
	await browser.close();
	await broker.stop();
	rmSync(folder, { recursive: true });
}

/** Opens the link of a new session; milliseconds and bytes. */
async function visit(locale, round) {
	const context = await browser.newContext({ locale, viewport: PHONE });
	const page = await context.newPage();
	const line = await context.newCDPSession(page);
	await line.send('Network.enable');
	await line.send('Network.emulateNetworkConditions', {
		offline: false,
		latency: LATENCY_MS,
		downloadThroughput: BYTES_PER_SECOND,
		uploadThroughput: BYTES_PER_SECOND,
	});
	let bytes = 0;
	// With the headers of the answers.
	line.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
	await page.addInitScript(watchFrames);
	if (options.pictures !== undefined) await takePictures(line, `${locale}-${String(round)}`);
	await page.goto(await newLink(), { waitUntil: 'commit' });
	await page.waitForFunction(() => globalThis.seen.view !== undefined, undefined, { timeout: 60_000 });
	const bytesBefore = bytes;
	await page.locator('main button:not(.link)').first().click();
	await page.waitForFunction(() => globalThis.seen.form !== undefined, undefined, { timeout: 60_000 });
	await page.waitForLoadState('networkidle');
	const seen = await page.evaluate(() => globalThis.seen);
	await context.close();
	return { ...seen, bytesBefore, bytes };
}

/* global document, requestAnimationFrame -- in the page */

/** Runs in the page: notes the first frame in which each part is there. */
function watchFrames() {
	const seen = {};
	globalThis.seen = seen;
	const shownText = (selector) => document.querySelector(selector)?.innerText.trim() ?? '';
	const look = () => {
		if (shownText('main') !== '' || shownText('aside') !== '') seen.text ??= performance.now();
		if (shownText('.user-code') !== '' && document.querySelectorAll('main button').length > 1) {
			seen.view ??= performance.now();
		}
		if (document.querySelector('main form input') !== null) seen.form ??= performance.now();
		if (seen.form === undefined) requestAnimationFrame(look);
	};
	requestAnimationFrame(look);
}

/** Keeps what is on the screen, each picture under the milliseconds since the first. */
async function takePictures(line, name) {
	mkdirSync(options.pictures, { recursive: true });
	const start = Date.now();
	line.on('Page.screencastFrame', ({ data, sessionId }) => {
		const at = String(Date.now() - start).padStart(5, '0');
		writeFileSync(path.join(options.pictures, `${name}-${at}.png`), Buffer.from(data, 'base64'));
		void line.send('Page.screencastFrameAck', { sessionId }).catch(() => undefined);
	});
	await line.send('Page.startScreencast', { format: 'png' });
}

/** A link as the nodes send it, with the fingerprint of the key. */
async function newLink() {
	const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
	const key = publicKey.export({ type: 'spki', format: 'der' });
	const answer = await fetch(`${url}/v1/sessions`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({
			public_key: key.toString('base64'),
			template: 'openai',
			reason: 'To read this month’s invoices and sort them into your folders.',
			requester: { name: 'Invoice assistant', detail: 'Workflow of the finance team' },
			allowed_hosts: ['api.openai.com'],
		}),
	});
	const { url: link } = await answer.json();
	const fingerprint = Buffer.from(await webcrypto.subtle.digest('SHA-256', key)).toString('base64url');
	return `${link}#k=${fingerprint}`;
}
