import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { base64Decode, base64Encode, utf8Decode, utf8Encode } from '../../protocol/encoding';
import { sealEnvelope } from '../../protocol/envelope';
import { keyFingerprint } from '../../protocol/key-fingerprint';
import { startBroker, type RunningBroker } from '../support/broker';
import { describeWith } from '../support/requirements';
import { person } from '../support/person';
import { inRepository } from '../support/repository';
import { onlyBlock, read } from './markdown';

const SCRIPT = inRepository('examples/agent.sh');
const KEY = 'a-key-of-the-operator';

test('is called in docs/agents.md as it is called here, and shown there as it is', () => {
	const [template, field] = ['openai', 'api_key'];
	const call = `examples/agent.sh https://broker.example.com ${template} ${field}`;
	expect(onlyBlock('docs/agents.md', 'sh agent')).toBe(`token=$(${call})\n`);
	expect(read('examples/agent.sh')).toContain(onlyBlock('docs/agents.md', 'bash'));
});

describeWith(['OpenSSL', 'curl'], 'examples/agent.sh', () => {
	let broker: RunningBroker;

	beforeAll(async () => {
		broker = await startBroker({ LINKAUTH_API_KEYS: `Night shift:${KEY}` });
	});

	/** Runs the script until it shows link and code; `ended` is how it went on. */
	async function ask(
		parameters: readonly string[] = [],
		environment: Readonly<Record<string, string>> = {},
		url = broker.url,
	) {
		const child = spawn('bash', [SCRIPT, url, ...parameters], {
			env: { PATH: process.env['PATH'], LINKAUTH_API_KEY: KEY, ...environment },
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		const output = text(child.stdout);
		let messages = '';
		const shown = new Promise<{ link: string; code: string }>((resolve, reject) => {
			child.stderr.on('data', (chunk: Buffer) => {
				messages += chunk.toString();
				const [, link, code] = /Open (\S+)\nThe code is (\S+)\n/.exec(messages) ?? [];
				if (link !== undefined && code !== undefined) resolve({ link, code });
			});
			child.once('exit', () => {
				reject(new Error(messages));
			});
		});
		const ended = once(child, 'exit').then(async ([exitCode]) => ({
			exitCode: exitCode as number,
			output: await output,
			messages,
		}));
		return { ...(await shown), ended };
	}

	test('prints the value that the person gave, byte for byte, and nothing else', async () => {
		const secret = 'sk-"quoted" \\n 100% $HOME `id` Zoë 令牌 🔑\tend\\"';
		const { code, ended } = await ask(['basic_auth', 'password']);
		await person.give(broker.url, code, { username: 'a "password":"no", b', password: secret });
		expect(await ended).toMatchObject({ exitCode: 0, output: `${secret}\n` });
	});

	test('leaves nothing at the broker', async () => {
		const { code, ended } = await ask();
		await person.give(broker.url, code, { api_key: 'sk-1' });
		expect((await ended).exitCode).toBe(0);
		expect((await person.confirm(broker.url, code)).status).toBe(404);
	});

	test('pins its key in the link', async () => {
		const { link, code, ended } = await ask();
		const { body } = await person.lookUp(broker.url, code);
		expect(link).toMatch(new RegExp(`/connect/${code}#k=`));
		expect(link.split('#k=')[1]).toBe(await keyFingerprint(body.public_key));
		await person.deny(broker.url, code);
		await ended;
	});

	test('ends with 2 where the person declines', async () => {
		const { code, ended } = await ask();
		await person.deny(broker.url, code);
		expect(await ended).toMatchObject({ exitCode: 2, output: '' });
	});

	test('ends with 3 where the request is gone, after a broker that could not be reached for a while', async () => {
		const settings = { LINKAUTH_API_KEYS: `Night shift:${KEY}` };
		const first = await startBroker(settings);
		const { ended } = await ask([], {}, first.url);
		await first.stop('SIGKILL');
		await startBroker({ ...settings, LINKAUTH_PORT: String(first.port) });
		expect(await ended).toMatchObject({ exitCode: 3, output: '' });
	});

	test('prints nothing of an envelope whose tag does not hold', async () => {
		const { code, ended } = await ask();
		const { body: info } = await person.lookUp(broker.url, code);
		const { body: confirmed } = await person.confirm(broker.url, code);
		const envelope = await sealEnvelope(info.public_key, { api_key: 'sk-1' });
		await person.complete(broker.url, code, {
			ciphertext: withAlteredCiphertext(envelope),
			connect_token: confirmed.connect_token,
		});
		const { exitCode, output, messages } = await ended;
		expect({ exitCode, output }).toEqual({ exitCode: 1, output: '' });
		expect(messages).toContain('could not be opened');
	});

	test('says what the broker said where it refuses', async () => {
		await expect(ask([], { LINKAUTH_API_KEY: 'another' })).rejects.toThrow('Invalid API Key');
	});
});

function withAlteredCiphertext(envelope: string): string {
	const members = JSON.parse(utf8Decode(base64Decode(envelope))) as { ciphertext: string };
	const bytes = base64Decode(members.ciphertext);
	bytes[0] = (bytes[0] ?? 0) ^ 1;
	const altered = { ...members, ciphertext: base64Encode(bytes) };
	return base64Encode(utf8Encode(JSON.stringify(altered)));
}
