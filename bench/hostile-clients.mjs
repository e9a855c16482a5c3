import { Buffer } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/*
 * Everybody who means harm to a broker, in a process of their own: each attack from each address, on so many connections
 * at a time, again and again. Run by hostile-hour.mjs, with what it is to know as JSON; prints how often each attack was
 * answered with which status, as JSON.
 */

/** Requests that are sent at once on a connection, before any of them is answered. */
const PIPELINED = 30;
/** Bytes: as much as a broker takes of a form with a file. */
const LARGE_BODY = 1_860_000;
/** Milliseconds after which an attack is given up, and before the next where nothing was answered. */
const LONGEST_MS = 20_000;
const PAUSE_MS = 100;
const RECEIVERS = 150;

const { port, seconds, addresses, apiKeys, publicKey } = JSON.parse(process.argv[2]);
const until = performance.now() + seconds * 1_000;
const counts = {};
/** Sessions that they have made, to wait for. */
const sessions = [];
const receivers = await Promise.all(Array.from({ length: RECEIVERS }, hangingReceiver));

const ATTACKS = {
	'code guesses': [2, ({ from }) => pipelined(from, guessCode)],
	'session guesses': [2, ({ from, apiKey }) => pipelined(from, (at) => guessSession(at, apiKey))],
	'wrong API keys': [1, ({ from }) => pipelined(from, () => create({ apiKey: randomText(24) }))],
	'large bodies': [4, ({ from }) => exchange(from, largeBody())],
	'slow bodies': [4, ({ from }) => slowBody(from)],
	'full quotas': [1, ({ from, apiKey }) => fillQuota(from, apiKey)],
	'hanging receivers': [1, ({ from, apiKey }) => haveItCalled(from, apiKey)],
	'waiting polls': [10, ({ from, apiKey }) => waitingPoll(from, apiKey)],
	'idle connections': [60, ({ from }) => exchange(from, '', 1)],
};

await Promise.all(
	addresses.flatMap((from, at) =>
		Object.entries(ATTACKS).flatMap(([name, [connections, act]]) => {
			const attacker = { from, apiKey: apiKeys[at % apiKeys.length] };
			return Array.from({ length: connections }, () => again(name, () => act(attacker)));
		}),
	),
);
console.log(JSON.stringify(counts));
process.exit(0);

/** Attacks until the time is over, and counts what it was answered. */
async function again(name, act) {
	const count = (counts[name] = counts[name] ?? {});
	while (performance.now() < until) {
		const statuses = await act().catch(() => []);
		for (const status of statuses) count[status] = (count[status] ?? 0) + 1;
		if (statuses.length > 0) continue;
		count.unanswered = (count.unanswered ?? 0) + 1;
		await sleep(PAUSE_MS);
	}
}

function pipelined(from, request) {
	return exchange(from, Array.from({ length: PIPELINED }, (_, at) => request(at)).join(''), PIPELINED);
}

/** Sends on a connection of its own. Gives the statuses of the answers, of as many as there are until it is given up. */
async function exchange(from, bytes, answers = 1) {
	return (await conversation(from, bytes, answers)).map(({ status }) => status);
}

function conversation(from, bytes, answers, whileWaiting = () => {}) {
	return new Promise((resolve) => {
		const socket = connect({ port, host: '127.0.0.1', localAddress: from });
		let text = '';
		const end = () => {
			clearTimeout(timer);
			socket.destroy();
			resolve(
				text
					.split(/(?=HTTP\/1\.1 \d{3})/)
					.filter((part) => part.startsWith('HTTP/1.1 '))
					.map((part) => ({ status: part.slice(9, 12), text: part })),
			);
		};
		const timer = setTimeout(end, Math.max(0, Math.min(LONGEST_MS, until - performance.now())));
		socket
			.setEncoding('latin1')
			.on('data', (chunk) => {
				text += chunk;
				if (text.split('HTTP/1.1 ').length > answers && text.endsWith('}')) end();
			})
			.on('error', end)
			.on('close', end)
			.once('connect', () => whileWaiting(socket))
			.write(bytes);
	});
}

function request(method, address, { headers = {}, body } = {}) {
	const bytes = body === undefined ? '' : JSON.stringify(body);
	const lines = Object.entries({
		host: '127.0.0.1',
		...(body !== undefined && { 'content-type': 'application/json', 'content-length': bytes.length }),
		...headers,
	}).map(([name, value]) => `${name}: ${value}`);
	return `${method} ${address} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${bytes}`;
}

function guessCode(at) {
	const address = `/v1/connect/${randomCode()}`;
	return at % 2 === 0 ? request('GET', address) : request('POST', `${address}/confirm`, { body: {} });
}

function guessSession(at, apiKey) {
	const headers = {
		authorization: `Bearer pt_${randomBytes(32).toString('base64url')}`,
		'x-api-key': apiKey,
	};
	const address = `/v1/sessions/${randomBytes(32).toString('hex')}`;
	if (at % 3 === 0) return request('GET', address, { headers });
	if (at % 3 === 1) return request('DELETE', address, { headers });
	return request('PATCH', address, { headers, body: { callback_url: receivers[0] } });
}

function create({ apiKey, ...members }) {
	return request('POST', '/v1/sessions', {
		headers: { 'x-api-key': apiKey },
		body: { public_key: publicKey, template: 'api_key', agent_state: randomText(6_000), ...members },
	});
}

function largeBody() {
	const head = request('POST', `/v1/connect/${randomCode()}/complete`, {
		headers: { 'content-type': 'application/json', 'content-length': LARGE_BODY },
	});
	return Buffer.concat([Buffer.from(head), Buffer.alloc(LARGE_BODY, 'a')]);
}

async function slowBody(from) {
	const head = request('POST', `/v1/connect/${randomCode()}/complete`, {
		headers: { 'content-type': 'application/json', 'content-length': LARGE_BODY },
	});
	const answers = await conversation(from, head, 1, async (socket) => {
		while (!socket.destroyed) {
			socket.write('a');
			await sleep(1_000);
		}
	});
	return answers.map(({ status }) => status);
}

async function fillQuota(from, apiKey) {
	const [answer] = await conversation(from, create({ apiKey }), 1);
	if (answer === undefined) return [];
	const [, id, pollToken] = /"session_id":"(\w+)".*"poll_token":"([\w-]+)"/.exec(answer.text) ?? [];
	if (id !== undefined) sessions.push({ id, pollToken, apiKey });
	// Whoever is refused asks again, and does not read Retry-After.
	else await sleep(PAUSE_MS);
	return [answer.status];
}

/** Makes a session whose callback nobody answers, and has the broker call. */
async function haveItCalled(from, apiKey) {
	const receiver = receivers[Math.floor(Math.random() * receivers.length)];
	const [answer] = await conversation(from, create({ apiKey, callback_url: receiver }), 1);
	const [, code] = /"code":"([\w-]+)"/.exec(answer?.text ?? '') ?? [];
	if (code !== undefined) await exchange(from, request('POST', `/v1/connect/${code}/deny`, { body: {} }));
	await sleep(PAUSE_MS);
	return answer === undefined ? [] : [answer.status];
}

async function waitingPoll(from, apiKey) {
	const session = sessions[Math.floor(Math.random() * sessions.length)];
	if (session === undefined) return [];
	const headers = {
		authorization: `Bearer ${session.pollToken}`,
		'x-api-key': apiKey,
		prefer: 'wait=60',
	};
	return exchange(from, request('GET', `/v1/sessions/${session.id}`, { headers }));
}

/** Takes calls, and never answers. */
function hangingReceiver() {
	return new Promise((resolve) => {
		const server = createServer((socket) => socket.on('error', () => {}).resume());
		server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${server.address().port}/`));
	});
}

function randomCode() {
	const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
	return Array.from(randomBytes(8), (byte) => alphabet[byte & 31]).join('');
}

function randomText(length) {
	return randomBytes(length).toString('base64url').slice(0, length);
}
