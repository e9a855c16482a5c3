import { spawnSync } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { BROKER_MAIN, startBroker } from '../support/broker';
import { call } from '../support/http';
import { until } from '../support/until';

const requests = (log: string) => log.split('\n').filter((line) => line.includes('"msg":"request"')).length;

describe('the log of a broker', () => {
	test('gets every line soon, without further lines, and in order', async () => {
		const broker = await startBroker();
		await Promise.all(Array.from({ length: 20 }, () => call(broker.url, 'GET', '/health')));
		await until(() => requests(broker.log()) === 20);
		const times = broker
			.log()
			.split('\n')
			.map((line) => (JSON.parse(line) as { time: string }).time);
		expect(times).toEqual([...times].sort());
	});

	test('has every line of a broker that is stopped', async () => {
		const broker = await startBroker();
		await Promise.all(Array.from({ length: 20 }, () => call(broker.url, 'GET', '/health')));
		await broker.stop();
		expect(requests(broker.log())).toBe(20);
	});

	test('is JSON with names of levels and times in UTC, where it does not go to a terminal', () => {
		const [line = ''] = piped({}).split('\n');
		expect(JSON.parse(line)).toEqual({
			level: 'fatal',
			time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
			reason: expect.stringContaining('/nowhere/keys.json') as string,
			msg: 'cannot start',
		});
	});

	test('is for people where it is asked for, without colours in a file', () => {
		const text = piped({ LINKAUTH_LOG_FORMAT: 'pretty' });
		expect(text).toMatch(/^\[\d\d:\d\d:\d\d\.\d{3}\] FATAL: cannot start reason=.*\/nowhere\/keys\.json\n$/);
	});
});

// On macOS, script(1) is called otherwise.
(process.platform === 'linux' ? describe : describe.skip)('in a terminal, the log of a broker', () => {
	test('is for people, in colours', () => {
		const text = inTerminal({});
		expect(text).toContain('\u001B[');
		expect(stripVTControlCharacters(text)).toMatch(/^\[[\d:.]+\] FATAL: cannot start/);
	});

	test('has no colours with NO_COLOR', () => {
		const text = inTerminal({ NO_COLOR: '1' });
		expect(text).toMatch(/^\[[\d:.]+\] FATAL: cannot start/);
		expect(text).toBe(stripVTControlCharacters(text));
	});

	test('is JSON where that is asked for', () => {
		expect(inTerminal({ LINKAUTH_LOG_FORMAT: 'json' })).toMatch(/^\{"level":"fatal",/);
	});
});

/** A broker that cannot start says so in one line. */
const CANNOT_START = {
	LINKAUTH_PORT: '0',
	LINKAUTH_API_KEYS_FILE: '/nowhere/keys.json',
	TERM: 'xterm-256color',
};

function environment(settings: Readonly<Record<string, string>>) {
	return { PATH: process.env['PATH'], ...CANNOT_START, ...settings };
}

function piped(settings: Readonly<Record<string, string>>): string {
	const run = { encoding: 'utf8', env: environment(settings) } as const;
	return spawnSync(process.execPath, [BROKER_MAIN], run).stdout;
}

/** What a real pseudo-terminal gets. */
function inTerminal(settings: Readonly<Record<string, string>>): string {
	const command = `'${process.execPath}' '${BROKER_MAIN}'`;
	return spawnSync('script', ['-qec', command, '/dev/null'], {
		encoding: 'utf8',
		env: environment(settings),
		stdio: ['ignore', 'pipe', 'pipe'],
	}).stdout.replaceAll('\r\n', '\n');
}
