import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, watch, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadTypeScript } from '../broker/load-typescript.mjs';

/*
 * `npm run dev`: the broker and its page from the sources, built and started again whenever one changes, with a session
 * to try it on: its link is printed to be opened, and what the person gives is printed as the agent gets it.
 * `npm run dev -- complete [VALUE]` plays the person: it looks at the last link, confirms, encrypts and sends.
 *
 * Settings come from the environment, as for a broker in use; without any it listens at http://localhost:8080.
 */

const root = path.resolve(import.meta.dirname, '..');
const port = process.env['LINKAUTH_PORT'] ?? process.env['PORT'] ?? '8080';
const url = `http://localhost:${port}`;
/** Where the code of the last link is kept for `complete`. */
const lastCode = path.join(root, '.cache/dev/code');

const [verb, value = 'sk-from-npm-run-dev'] = process.argv.slice(2);
if (verb === 'complete') await complete(value);
else await serve();

async function serve() {
	let broker;
	let session = new AbortController();
	const restart = async () => {
		const started = performance.now();
		if (!(await build())) return;
		session.abort();
		session = new AbortController();
		const { signal } = session;
		await stop(broker);
		broker = spawn(process.execPath, ['--enable-source-maps', path.join(root, 'broker/dist/main.js')], {
			stdio: ['ignore', 'inherit', 'inherit'],
			env: {
				LINKAUTH_LOG_LEVEL: 'warn',
				LINKAUTH_LOG_FORMAT: 'pretty',
				...process.env,
				LINKAUTH_PORT: port,
			},
		});
		if (!(await ready(broker))) return;
		console.log(
			`\nBroker at ${url} (${String(Math.round(performance.now() - started))} ms). Ctrl-C ends it.`,
		);
		void ask(signal).catch((error) => {
			if (!signal.aborted) console.error(error);
		});
	};
	await restart();
	onChange(['broker', 'protocol'], (file) => {
		console.log(`\n${file} has changed.`);
		return restart();
	});
	for (const signal of ['SIGINT', 'SIGTERM'])
		process.once(signal, () => {
			session.abort();
			void stop(broker).then(() => process.exit(0));
		});
}

async function build() {
	const child = spawn(process.execPath, [path.join(root, 'scripts/build.mjs')], { stdio: 'inherit' });
	const [status] = await new Promise((resolve) => child.once('exit', (...ended) => resolve(ended)));
	return status === 0;
}

async function stop(child) {
	if (!child || child.exitCode !== null) return;
	const ended = new Promise((resolve) => child.once('exit', resolve));
	child.kill('SIGKILL');
	await ended;
}

async function ready(child) {
	for (;;) {
		if (child.exitCode !== null) return false;
		const answer = await fetch(`${url}/health`).catch(() => undefined);
		if (answer?.ok) return true;
		await sleep(50);
	}
}

/** Calls back with the name of a source that has changed, one call at a time. */
function onChange(folders, call) {
	let running = Promise.resolve();
	let waiting;
	for (const folder of folders) {
		watch(path.join(root, folder), { recursive: true }, (_, file) => {
			if (file === null || /(?:^|\/)(?:dist|node_modules|\.cache)(?:\/|$)/.test(file)) return;
			if (!/\.(?:ts|mjs|css|html|svg|json)$/.test(file)) return;
			clearTimeout(waiting);
			waiting = setTimeout(() => (running = running.then(() => call(path.join(folder, file)))), 50);
		});
	}
}

/** The agent's part: a session for an API key, its link, and what comes back. Then the next. */
async function ask(signal) {
	const { makeKeyPair, openEnvelope, keyFingerprint, pinLink } = await protocol();
	while (!signal.aborted) {
		const keys = await makeKeyPair();
		const session = await api('/v1/sessions', {
			body: {
				public_key: keys.publicKey,
				template: 'openai',
				reason: 'To try the page while you work on it',
				requester: { name: 'npm run dev' },
			},
		});
		mkdirSync(path.dirname(lastCode), { recursive: true });
		writeFileSync(lastCode, session.code);
		console.log(`\nOpen       ${pinLink(session.url, await keyFingerprint(keys.publicKey))}`);
		console.log('or answer  npm run dev -- complete');
		console.log(`code       ${session.code}`);
		const end = await poll(session, signal);
		if (end.status === 'ready')
			console.log('\nThe agent got', await openEnvelope(keys.privateKey, end.ciphertext));
		else console.log(`\nThe agent was told: ${end.status}`);
	}
}

async function poll({ session_id: id, poll_token: token }, signal) {
	for (;;) {
		const reply = await api(`/v1/sessions/${id}`, {
			headers: { authorization: `Bearer ${token}`, prefer: 'wait=60' },
			signal,
		}).catch((error) => (error.status === 404 ? { status: 'expired' } : Promise.reject(error)));
		if (reply.status !== 'pending' && reply.status !== 'confirmed') return reply;
	}
}

/** The person's part. */
async function complete(secret) {
	const { sealEnvelope, ENVELOPE_ALGORITHM } = await protocol();
	const code = readFileSync(lastCode, 'utf8');
	const info = await api(`/v1/connect/${code}`);
	const { connect_token } = await api(`/v1/connect/${code}/confirm`, { body: {} });
	const fields = Object.fromEntries(info.fields.map(({ name }) => [name, secret]));
	const ciphertext = await sealEnvelope(info.public_key, fields);
	await api(`/v1/connect/${code}/complete`, {
		body: { ciphertext, algorithm: ENVELOPE_ALGORITHM, connect_token },
	});
	console.log(`${code}: confirmed and sent.`);
}

async function api(address, { body, headers = {}, signal } = {}) {
	const key = process.env['LINKAUTH_API_KEYS']?.split(',')[0]?.split(':').at(-1);
	const answer = await fetch(`${url}${address}`, {
		method: body === undefined ? 'GET' : 'POST',
		headers: {
			...headers,
			...(key && { 'x-api-key': key }),
			...(body && { 'content-type': 'application/json' }),
		},
		...(body && { body: JSON.stringify(body) }),
		...(signal && { signal }),
	});
	const text = await answer.text();
	if (!answer.ok)
		throw Object.assign(new Error(`${address}: ${answer.status} ${text}`), { status: answer.status });
	return text === '' ? {} : JSON.parse(text);
}

/** The protocol's own code. */
function protocol() {
	const needed = ['envelope', 'key-fingerprint', 'verification-link'];
	return loadTypeScript(needed.map((name) => `export * from './protocol/${name}';`).join('\n'), root);
}
