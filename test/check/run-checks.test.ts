import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startBroker } from '../support/broker';
import { findingsWith } from '../support/findings';
import { freePort } from '../support/free-port';
import { testWith } from '../support/requirements';
import { GOOD_KEY, runCheck } from '../support/run-check';
import { temporaryFolder } from '../support/temporary-folder';
import { wrongClock } from '../support/wrong-clock';

const MEBIBYTE = 1024 * 1024;
const hashOf = (key: string) => `sha256:${createHash('sha256').update(key).digest('hex')}`;

/** A file of API keys, with a mode. */
function keysFile(keys: readonly object[], mode = 0o640): string {
	const file = path.join(temporaryFolder(), 'keys.json');
	writeFileSync(file, JSON.stringify({ keys }));
	chmodSync(file, mode);
	return file;
}

describe('a configuration that a broker would not start with', () => {
	test('is told with every fault at once, and alone', async () => {
		const check = await runCheck({ LINKAUTH_PORT: 'x', LINKAUTH_STOER: 'y', LINKAUTH_STORE: 'redis//' });
		expect(check.status).toBe(2);
		expect(check.findings.map(({ outcome, saw }) => `${outcome} ${saw.split(':')[0] ?? ''}`)).toEqual([
			'problem LINKAUTH_STOER',
			'problem LINKAUTH_PORT',
			'problem LINKAUTH_STORE',
		]);
	});

	test('is one whose file of keys cannot be used, too', async () => {
		const file = keysFile([{ name: 'Robot', key: 'short' }]);
		const found = await findingsWith({ LINKAUTH_API_KEYS_FILE: file });
		expect(found('configuration')).toEqual([
			expect.stringMatching(/^problem: LINKAUTH_API_KEYS_FILE: keys\.0\.key: expected a key of at least 16/),
		]);
	});
});

describe('API keys', () => {
	const keysOf = async (settings: Readonly<Record<string, string>>) =>
		(await findingsWith(settings))('API keys');

	test('that are well', async () => {
		expect(await keysOf({ LINKAUTH_API_KEYS: `Robot:${GOOD_KEY},Sam:${hashOf('x')}` })).toEqual([
			'ok: 2, of “Robot”, “Sam”',
		]);
	});

	test('that are missing, short, of few characters, or an example', async () => {
		expect(await keysOf({})).toEqual(['warning: none: anybody can ask people for credentials']);
		expect(await keysOf({ LINKAUTH_API_KEYS: 'Robot:0123456789abcdef' })).toEqual([
			'warning: that of “Robot” has 16 characters, 16 different ones',
		]);
		expect(await keysOf({ LINKAUTH_API_KEYS: `Robot:${'ab'.repeat(16)}` })).toEqual([
			'warning: that of “Robot” has 32 characters, 2 different ones',
		]);
		expect(await keysOf({ LINKAUTH_API_KEYS: 'Robot:a-long-random-key' })).toEqual([
			'problem: that of “Robot” is an example of the documentation',
		]);
		expect(await keysOf({ LINKAUTH_API_KEYS_FILE: keysFile([]) })).toEqual([
			expect.stringMatching(/^warning: .* has none: nobody can create a request$/),
		]);
	});

	test('of two callers that are one', async () => {
		const file = keysFile([{ name: 'Sam', key: hashOf(GOOD_KEY) }]);
		expect(await keysOf({ LINKAUTH_API_KEYS: `Robot:${GOOD_KEY}`, LINKAUTH_API_KEYS_FILE: file })).toEqual([
			'problem: “Robot” and “Sam” have the same key',
		]);
	});
});

describe('files', () => {
	const filesOf = async (settings: Readonly<Record<string, string>>) =>
		(await findingsWith(settings))('files');
	const key = { name: 'Robot', key: GOOD_KEY };

	test('that are well', async () => {
		expect(await filesOf({ LINKAUTH_API_KEYS_FILE: keysFile([key]) })).toEqual([
			'ok: readable, and written by nobody else',
		]);
		const hashed = keysFile([{ ...key, key: hashOf(GOOD_KEY) }], 0o644);
		expect(await filesOf({ LINKAUTH_API_KEYS_FILE: hashed })).toEqual([expect.stringMatching(/^ok/)]);
	});

	test('that others can read or write', async () => {
		expect(await filesOf({ LINKAUTH_API_KEYS_FILE: keysFile([key], 0o644) })).toEqual([
			expect.stringMatching(/^warning: .*keys\.json has keys that everybody on this machine can read$/),
		]);
		const templates = path.join(temporaryFolder(), 'templates.json');
		writeFileSync(templates, '{"templates":{}}');
		chmodSync(templates, 0o666);
		expect(await filesOf({ LINKAUTH_TEMPLATES_FILE: templates })).toEqual([
			expect.stringMatching(/^problem: .*templates\.json can be changed by everybody on this machine$/),
		]);
	});

	test('of which the audit log cannot be written', async () => {
		const missing = path.join(temporaryFolder(), 'nowhere', 'audit.log');
		expect(await filesOf({ LINKAUTH_AUDIT_FILE: missing })).toEqual([
			expect.stringMatching(/^problem: .*audit\.log cannot be written by this user$/),
		]);
		mkdirSync(path.dirname(missing));
		expect(await filesOf({ LINKAUTH_AUDIT_FILE: missing })).toEqual([expect.stringMatching(/^ok/)]);
	});
});

describe('limits', () => {
	test('that fit, and that do not fit the memory that there is', async () => {
		const limits = async (availableMemory: number) => (await findingsWith({}, { availableMemory }))('limits');
		expect(await limits(256 * MEBIBYTE)).toEqual(['ok: on, and fit to each other']);
		expect(await limits(255 * MEBIBYTE)).toEqual([
			'warning: they allow 256 MiB of memory, and there are 255',
		]);
	});

	test('that are off, or contradict each other', async () => {
		const found = await findingsWith({ LINKAUTH_RATE_LIMITS: 'off', LINKAUTH_WAITS_PER_KEY: '20000' });
		expect(found('limits')).toEqual([
			'problem: LINKAUTH_RATE_LIMITS=off: codes can be guessed',
			'warning: LINKAUTH_WAITS_PER_KEY (20000) is above LINKAUTH_CONNECTIONS (15000), and limits nothing',
		]);
	});

	test('of a key that a broker does not have', async () => {
		const file = keysFile([
			{ name: 'Robot', key: GOOD_KEY, templates: ['acme', 'openai', 'custom'], max_ttl: 600 },
		]);
		const found = await findingsWith({
			LINKAUTH_API_KEYS_FILE: file,
			LINKAUTH_MAX_TTL: '300',
			LINKAUTH_DEFAULT_TTL: '300',
		});
		expect(found('limits')).toEqual([
			'problem: the key of “Robot” may use the template “acme”, which there is not',
			'warning: max_ttl of “Robot” (600) is above LINKAUTH_MAX_TTL (300), which counts',
		]);
	});
});

testWith('prlimit', 'fewer file descriptors than connections are allowed', async () => {
	const limited = (files: number) => ({
		command: ['prlimit', `--nofile=${String(files)}:${String(files)}`, process.execPath],
	});
	const few = await runCheck({}, limited(1_024));
	expect(few.of('file descriptors')).toEqual(['warning: 1024 here, for 15000 connections']);
	const enough = await runCheck({ LINKAUTH_CONNECTIONS: '400' }, limited(1_024));
	expect(enough.of('file descriptors')).toEqual(['ok: 1024, for 400 connections']);
});

test('hosts that may be called back need an address', async () => {
	const found = await findingsWith({ LINKAUTH_CALLBACK_ALLOWED_HOSTS: 'localhost:5678,n8n.invalid' });
	expect(found('callback hosts')).toEqual(['warning: n8n.invalid has no address here']);
	const known = await findingsWith({ LINKAUTH_CALLBACK_ALLOWED_HOSTS: 'localhost:5678' });
	expect(known('callback hosts')).toEqual(['ok: localhost:5678']);
});

test('metrics and an operator’s page that are reached at the name that people use are told', async () => {
	const settings = {
		LINKAUTH_METRICS_PORT: String(await freePort()),
		LINKAUTH_METRICS_HOST: '0.0.0.0',
		LINKAUTH_OPERATOR_PORT: String(await freePort()),
		LINKAUTH_OPERATOR_HOST: '0.0.0.0',
		LINKAUTH_OPERATOR_TOKEN: 'd1f0a97c5b3e48261f0e9d8c7b6a5948',
	};
	await startBroker(settings);
	// A name of this machine that is not treated as its own.
	const open = await findingsWith({ ...settings, LINKAUTH_BASE_URL: 'http://[::ffff:127.0.0.1]:1' });
	expect(open('metrics')).toEqual([expect.stringMatching(/^warning: .*\/metrics is reached from here/)]);
	expect(open('operator page')).toEqual([expect.stringMatching(/^warning: http\S+ is reached from here/)]);
	const closed = await findingsWith({ ...settings, LINKAUTH_BASE_URL: 'http://127.0.0.1:1' });
	expect(closed('metrics')).toEqual([expect.stringMatching(/^ok: port \d+ of 0\.0\.0\.0/)]);
	const off = await findingsWith({});
	expect([off('metrics'), off('operator page')]).toEqual([['ok: off'], ['ok: off']]);
});

test('a broker whose clock is wrong is told', async () => {
	const port = String(await freePort());
	const settings = { LINKAUTH_PORT: port, LINKAUTH_BASE_URL: `http://127.0.0.1:${port}` };
	await startBroker(settings);
	// Node says what time it is in answers by a clock that cannot be shifted: the check's is.
	const check = await runCheck({ ...settings, ...wrongClock(-600_000) });
	expect(check.of('clock')).toEqual([
		expect.stringMatching(/^warning: that of the broker is (?:599|600|601) s ahead of this machine’s$/),
	]);
});
