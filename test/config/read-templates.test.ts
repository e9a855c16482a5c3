import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { createSession } from '../support/agent';
import { startBroker } from '../support/broker';
import { person } from '../support/person';
import { temporaryFolder } from '../support/temporary-folder';

describe('templates of a file', () => {
	const folder = temporaryFolder();
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
			['anthropic', 'Anthropic API key'],
		] as const) {
			const { reply } = await createSession(broker.url, { template });
			expect((await person.lookUp(broker.url, reply.code)).body.display_name).toBe(name);
		}
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
