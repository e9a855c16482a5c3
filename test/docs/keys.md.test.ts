import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startBroker } from '../support/broker';
import { cleanup } from '../support/cleanup';
import { call } from '../support/http';
import { testWith } from '../support/requirements';
import { REPOSITORY } from '../support/repository';
import { bash } from './bash';
import { onlyBlock } from './markdown';

/** Whom the broker knows by a key. */
async function nameOf(url: string, key: string): Promise<unknown> {
	return (await call(url, 'GET', '/v1/auth', { headers: { 'x-api-key': key } })).body;
}

test('its keys in the environment are keys of a broker', async () => {
	const script = `${onlyBlock('docs/keys.md', 'sh keys')}printf '%s' "$LINKAUTH_API_KEYS"`;
	const { url } = await startBroker({ LINKAUTH_API_KEYS: bash(script, { cwd: REPOSITORY }) });
	expect(await nameOf(url, 'a-long-random-key')).toEqual({ status: 'ok', name: 'Finance' });
	expect(await nameOf(url, 'test')).toEqual({ status: 'ok', name: 'Robot' });
});

test('its file of keys is one that a broker takes', async () => {
	const folder = cleanup(mkdtempSync(path.join(tmpdir(), 'linkauth-keys-')), (each) => {
		rmSync(each, { recursive: true });
	});
	const file = path.join(folder, 'keys.json');
	writeFileSync(file, onlyBlock('docs/keys.md', 'json'));
	const { url } = await startBroker({ LINKAUTH_API_KEYS_FILE: file });
	expect(await nameOf(url, 'a-key-of-at-least-16-characters')).toEqual({ status: 'ok', name: 'Robot' });
});

testWith('OpenSSL', 'its command makes the hash by which a broker knows a key', async () => {
	const script = onlyBlock('docs/keys.md', 'sh runnable').replace(/^key=.*$/m, 'key=a-key-of-sixteen');
	const hash = bash(script, { cwd: REPOSITORY }).trim();
	const { url } = await startBroker({ LINKAUTH_API_KEYS: `Robot:sha256:${hash}` });
	expect(await nameOf(url, 'a-key-of-sixteen')).toEqual({ status: 'ok', name: 'Robot' });
});
