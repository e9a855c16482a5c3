import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { awaiting, httpRequest, node, request } from '../support/n8n-workflow';
import { person } from '../support/person';
import { leftBy, reaches } from './support/executions';
import { codesOf, finished, startAtOnce } from './support/many-runs';
import { CREDENTIAL, onWebhook, startTestbed, type Testbed } from './support/testbed';
import { storedCredential } from './support/stored-credential';

const SECRET = 'sk-sealing-key-0123456789abcdef';
const AT_ONCE = 4;

describe.each(['newest', 'oldest'] as const)('the sealing key on the %s n8n', (release) => {
	let testbed: Testbed;
	let sealed: unknown;
	beforeAll(async () => {
		testbed = await startTestbed({ release });
	});
	afterAll(() => testbed.stop());

	const stored = (id = testbed.credential) => storedCredential(testbed.n8n, id);
	/** What n8n gives the editor, to show it and to send it back. */
	const shown = async (): Promise<IDataObject> => {
		const path = `/credentials/${testbed.credential}?includeData=true`;
		const { data } = (await testbed.n8n.session.call('GET', path)) as { readonly data: IDataObject };
		return data;
	};
	const all = (data: IDataObject) => ({
		id: testbed.credential,
		name: CREDENTIAL,
		type: 'linkAuthApi',
		data,
	});
	const save = (data: IDataObject) =>
		testbed.n8n.session.call('PATCH', `/credentials/${testbed.credential}`, all(data));
	const tryOut = (data: IDataObject) =>
		testbed.n8n.session.call('POST', '/credentials/test', { credentials: all(data) });
	/** Sends what was sealed, from an item that came in. */
	const use = async (credential: unknown) => {
		const workflow = await testbed.publish(
			onWebhook(
				node('Item', 'n8n-nodes-base.set', {
					parameters: { mode: 'raw', jsonOutput: JSON.stringify({ credential }), options: {} },
				}),
				httpRequest(`${testbed.service.url}/used`),
			),
		);
		await workflow.start();
		return await reaches(testbed.n8n.session, workflow.id);
	};

	test('is one, however many runs make it at the same moment', async () => {
		const { n8n, broker } = testbed;
		expect(stored()['sealingKey']).toBeUndefined();
		const workflow = await testbed.publish(onWebhook(request(), awaiting()));
		await startAtOnce(workflow, AT_ONCE);
		for (const code of await codesOf(n8n.session, workflow.id, AT_ONCE)) {
			await person.give(broker.url, code, { api_key: SECRET });
		}
		for (const run of await finished(n8n.session, workflow.id, AT_ONCE)) {
			const [item] = leftBy(run, 'Await Credential');
			expect(item?.json).toMatchObject({ status: 'ready' });
			sealed = item?.json['credential'];
			expect((await use(sealed)).status).toBe('success');
		}
	});

	test('never reaches the browser, and survives what the editor sends back', async () => {
		const { sealingKey } = stored();
		expect(sealingKey).toMatch(/^[\w-]{43}$/);
		for (const change of [{ apiKey: 'another' }, { apiKey: '' }, { baseUrl: `${testbed.broker.url}/` }]) {
			const before = await shown();
			expect(JSON.stringify(before)).not.toContain(sealingKey);
			await save({ ...before, ...change });
			expect(await tryOut({ ...(await shown()) })).toMatchObject({ status: 'OK' });
			expect(stored()).toMatchObject({ ...change, sealingKey });
		}
		expect((await use(sealed)).status).toBe('success');
	});

	test('goes with a credential that is exported and imported', async () => {
		const { n8n, credential } = testbed;
		const file = path.join(n8n.folder, 'exported.json');
		await n8n.run('export:credentials', `--id=${credential}`, `--output=${file}`);
		expect(readFileSync(file, 'utf8')).not.toContain(stored()['sealingKey']);
		const [exported] = JSON.parse(readFileSync(file, 'utf8')) as [IDataObject];
		writeFileSync(file, JSON.stringify([{ ...exported, id: 'copied', name: 'Copy' }]));
		await n8n.run('import:credentials', `--input=${file}`);
		expect(stored('copied')['sealingKey']).toBe(stored()['sealingKey']);
	});

	test('is replaced on purpose: what was sealed before says so, and what is sealed then works', async () => {
		const { sealingKey: before } = stored();
		const workflow = await testbed.publish(onWebhook(request()));
		await save({ ...(await shown()), sealingLabel: 'November' });
		expect(await tryOut(await shown())).toMatchObject({ status: 'OK' });
		const { sealingKey: after } = stored();
		expect(after).toMatch(/^[\w-]{43}$/);
		expect(after).not.toBe(before);
		expect(await tryOut(await shown())).toMatchObject({ status: 'OK' });
		expect(stored()['sealingKey']).toBe(after);

		const refused = await use(sealed);
		expect(refused.status).toBe('error');
		expect(JSON.stringify(refused.data.resultData)).toContain(
			'was made with another LinkAuth API credential',
		);
		// Without a test in between, the next run replaces it.
		await save({ ...(await shown()), sealingLabel: 'December' });
		await workflow.start();
		expect((await reaches(testbed.n8n.session, workflow.id)).status).toBe('success');
		expect(stored()['sealingKey']).not.toBe(after);
		expect(stored()['sealedSince']).toBe('December');
	});
});
