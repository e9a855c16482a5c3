import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createSession } from '../support/agent';
import { startBroker } from '../support/broker';
import { person } from '../support/person';

describe('templates of a file', () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'linkauth-templates-'));
	const write = (name: string, content: unknown) => {
		const file = path.join(folder, name);
		writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
		return file;
	};

	test('stand beside the built-in ones, or in their place', async () => {
		const fields = [{ name: 'pin', label: 'PIN', type: 'otp' }];
		const file = write('good.json', {
			templates: {
				acme_login: { display_name: 'ACME login', fields },
				openai: { display_name: 'Our OpenAI gateway', fields },
			},
		});
		const broker = await startBroker({ LINKAUTH_TEMPLATES_FILE: file });
		for (const [template, name] of [
			['acme_login', 'ACME login'],
			['openai', 'Our OpenAI gateway'],
			['anthropic', 'Anthropic'],
		] as const) {
			const { reply } = await createSession(broker.url, { template });
			expect((await person.lookUp(broker.url, reply.code)).body.display_name).toBe(name);
		}
		await broker.stop();
	});

	test.each([
		['a file that is not there', path.join(folder, 'nowhere.json'), 'the file: an object with templates'],
		['a file that is not JSON', write('broken.json', '{'), 'the file: an object with templates'],
		['a name that is none', write('name.json', { templates: { 'Bad Name': {} } }), 'templates.Bad Name'],
		[
			'a field that is none',
			write('field.json', {
				templates: { x: { display_name: 'X', fields: [{ name: 'a', label: 'A', type: 'no' }] } },
			}),
			'templates.x.fields.0.type: one of text',
		],
	])('%s stops the start, and is named', async (_, file, expected) => {
		await expect(startBroker({ LINKAUTH_TEMPLATES_FILE: file })).rejects.toThrow(expected);
	});
});

test('a client that sends its request a byte at a time is not waited for', async () => {
	const { connect } = await import('node:net');
	const broker = await startBroker();
	const reply = await new Promise<string>((resolve) => {
		let text = '';
		const socket = connect(broker.port, '127.0.0.1', () =>
			socket.write('POST /v1/sessions HTTP/1.1\r\nHost: x\r\n'),
		);
		const drip = setInterval(() => socket.write('X-Slow: 1\r\n'), 1_000);
		socket.on('data', (chunk) => (text += chunk.toString()));
		socket.on('error', () => undefined);
		socket.once('close', () => {
			clearInterval(drip);
			resolve(text);
		});
	});
	expect(reply).toMatch(/^HTTP\/1\.1 408 /);
	await broker.stop();
}, 30_000);
