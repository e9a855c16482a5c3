import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { BadConfiguration, readConfig } from '../../broker/config/read-config';
import { SETTINGS } from '../../broker/config/settings';
import { BROKER_MAIN } from '../support/broker';

describe('the settings', () => {
	test('have defaults that work', () => {
		expect(readConfig({})).toMatchObject({
			port: 8080,
			baseUrl: undefined,
			apiKeys: [],
			store: { kind: 'memory' },
			defaultTtl: 600,
			maxTtl: 604_800,
			pollInterval: 5,
			verificationMode: 'complete',
			rateLimits: true,
		});
	});

	test('PORT is understood as well, and LINKAUTH_PORT wins', () => {
		expect(readConfig({ PORT: '3000' }).port).toBe(3000);
		expect(readConfig({ PORT: '3000', LINKAUTH_PORT: '4000' }).port).toBe(4000);
	});

	test('keys are read with and without a name, and kept as hashes', () => {
		const { apiKeys } = readConfig({ LINKAUTH_API_KEYS: 'a-plain-key-of-16, Team A:with:colon-in-the-key' });
		expect(apiKeys.map((key) => key.name)).toEqual([undefined, 'Team A']);
		expect(JSON.stringify(apiKeys)).not.toContain('plain');
		const hash = createHash('sha256').update('a-plain-key-of-16').digest('hex');
		expect(readConfig({ LINKAUTH_API_KEYS: `sha256:${hash}` }).apiKeys[0]?.hash.toString('hex')).toBe(hash);
	});

	test.each([
		['LINKAUTH_PORT', '70000', 'a whole number from 0 to 65535'],
		['LINKAUTH_PORT', '80.5', 'a whole number'],
		['LINKAUTH_STORE', 'postgres://x', 'memory:'],
		['LINKAUTH_STORE', 'redis:', 'redis://host'],
		['LINKAUTH_BASE_URL', 'broker.example.com', 'http:// or https://'],
		['LINKAUTH_BASE_URL', 'https://a.example/?x=1', 'without query'],
		['LINKAUTH_MAX_TTL', '5', 'a whole number from 30'],
		['LINKAUTH_MAX_TTL', '604801', 'a whole number from 30 to 604800'],
		['LINKAUTH_MAX_TTL', '599', 'LINKAUTH_DEFAULT_TTL: expected at most LINKAUTH_MAX_TTL'],
		['LINKAUTH_ANSWER_TIME', '59', 'a whole number from 60'],
		['LINKAUTH_TRUSTED_PROXIES', '10.0.0.0/33', 'networks'],
		['LINKAUTH_TRUSTED_PROXIES', 'proxy.local', 'networks'],
		['LINKAUTH_VERIFICATION_MODE', 'lax', 'complete, manual_code_entry'],
		['LINKAUTH_LOG_LEVEL', 'loud', 'one of trace'],
		['LINKAUTH_API_KEYS', 'x:the-same-long-key,y:the-same-long-key', 'each key once'],
		[
			'LINKAUTH_API_KEYS',
			'a-key-that-is-long, fifteen-letters',
			'at least 16 characters, and these are shorter: entry 2',
		],
		['LINKAUTH_API_KEYS', 'Team A:fifteen-letters,Team B:x', 'shorter: "Team A", "Team B"'],
		['LINKAUTH_BODY_BUDGET', '7', 'a whole number from 8'],
		['LINKAUTH_TYPO', '1', 'there is none of this name'],
	])('%s=%s is a fault that says what was expected', (name, value, expected) => {
		const read = () => readConfig({ [name]: value });
		expect(read).toThrow(BadConfiguration);
		expect(read).toThrow(expected);
		expect(read).toThrow(name);
	});

	test('a key that is too short is not repeated', () => {
		expect(() => readConfig({ LINKAUTH_API_KEYS: 'fifteen-letters' })).not.toThrow(/fifteen-letters/);
		expect(() => readConfig({ LINKAUTH_API_KEYS: 'Team A:fifteen-letters' })).not.toThrow(/fifteen-letters/);
	});

	test('every setting explains itself, and its default is good', () => {
		for (const setting of Object.values(SETTINGS)) {
			expect(setting.meaning.length).toBeGreaterThan(20);
			expect(setting.schema.safeParse(setting.fallback).success).toBe(true);
		}
	});

	test('a bad start lists every fault at once, without the secrets, and ends with 1', () => {
		const ended = spawnSync(process.execPath, [BROKER_MAIN], {
			env: {
				PATH: process.env['PATH'],
				LINKAUTH_PORT: 'x',
				LINKAUTH_STORE: 'mysql://root:hunter2@db',
				LINKAUTH_API_KEYS: 'a:topsecret,b:topsecret',
			},
			encoding: 'utf8',
		});
		expect(ended.status).toBe(1);
		expect(ended.stdout).toBe('');
		expect(ended.stderr).toContain('LINKAUTH_PORT');
		expect(ended.stderr).toContain('LINKAUTH_STORE');
		expect(ended.stderr).toContain('LINKAUTH_API_KEYS');
		expect(ended.stderr).not.toContain('hunter2');
		expect(ended.stderr).not.toContain('topsecret');
		expect(ended.stderr).not.toMatch(/^\s+at /m);
	});
});
