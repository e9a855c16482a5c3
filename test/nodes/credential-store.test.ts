import type { IHttpRequestOptions } from 'n8n-workflow';

import { CredentialStore } from '../../nodes/AwaitCredential/n8n-credential/credential-store';
import type { CredentialTarget } from '../../nodes/AwaitCredential/n8n-credential/credential-target';
import type { Session } from '../../nodes/shared/sealed-session';
import { answered, nodeContext } from '../support/n8n-context';

const SESSION = {
	displayName: 'ACME',
	code: 'ABCD-1234',
	allowedHosts: ['api.example.com'],
} as unknown as Session;
const TARGET: CredentialTarget = {
	type: 'slackApi',
	name: '{displayName}',
	existingId: '',
	projectId: '',
	mappings: [],
	fixed: [],
};
const SCHEMA = {
	properties: {
		accessToken: { type: 'string' },
		allowedHttpRequestDomains: { enum: ['all', 'domains'] },
		allowedDomains: {},
	},
};
const STORED = { id: '1', name: 'ACME', type: 'slackApi' };

/** An n8n that has the type, and does everything unless it is told otherwise by method and path. */
async function store(target: Partial<CredentialTarget> = {}, answers: Readonly<Record<string, object>> = {}) {
	const { context, requests } = nodeContext({
		credentials: { n8nApi: { baseUrl: 'https://n8n.example/api/v1' } },
		answer: ({ method = 'GET', url }) =>
			answers[`${method} ${url.split('/v1')[1] ?? ''}`] ??
			answered(200, url.includes('/schema/') ? SCHEMA : STORED),
	});
	const prepared = await CredentialStore.prepare(context, 0, { ...TARGET, ...target }, SESSION);
	return { prepared, requests };
}
const calls = (requests: readonly IHttpRequestOptions[]) =>
	requests.slice(1).map(({ method, url }) => `${String(method)} ${url.split('/v1')[1] ?? ''}`);

it('a new credential is created, with the hosts it may go to', async () => {
	const { prepared, requests } = await store();
	expect(await prepared.save({ api_key: 'k' }, SESSION)).toEqual({
		credentialId: '1',
		credentialName: 'ACME',
		credentialType: 'slackApi',
	});
	expect(requests.at(-1)?.body).toEqual({
		name: 'ACME',
		type: 'slackApi',
		data: { accessToken: 'k', allowedHttpRequestDomains: 'domains', allowedDomains: 'api.example.com' },
	});
});

it('an existing one is updated', async () => {
	const { prepared, requests } = await store({ existingId: '1', name: '' });
	await prepared.save({ api_key: 'k' }, SESSION);
	expect(calls(requests)).toEqual(['GET /credentials/1', 'PATCH /credentials/1']);
});

it('one that belongs to another project is moved, and taken back where that fails', async () => {
	const moved = await store({ projectId: 'p' });
	await moved.prepared.save({ api_key: 'k' }, SESSION);
	expect(calls(moved.requests)).toEqual(['POST /credentials', 'PUT /credentials/1/transfer']);
	const failed = await store(
		{ projectId: 'p' },
		{ 'PUT /credentials/1/transfer': answered(404, { message: 'No' }) },
	);
	await expect(failed.prepared.save({ api_key: 'k' }, SESSION)).rejects.toMatchObject({
		message: expect.stringContaining('did not move') as string,
		description: expect.stringContaining('What the person entered is not lost yet') as string,
	});
	expect(calls(failed.requests).at(-1)).toBe('DELETE /credentials/1');
});

it('what does not fit is told, and that nothing is lost', async () => {
	const { prepared } = await store();
	await expect(prepared.save({ colour: 'red' }, SESSION)).rejects.toMatchObject({
		message: expect.stringContaining('the field "colour" has no place') as string,
		description: expect.stringMatching(/Field Mapping.*is not lost yet/s) as string,
	});
});

it.each<[string, Partial<CredentialTarget>, Readonly<Record<string, object>>, string]>([
	['a name that cannot be made', { name: '{secret}' }, {}, '{secret} cannot stand in the name'],
	[
		'a type that n8n lacks',
		{},
		{ 'GET /credentials/schema/slackApi': answered(404) },
		'This n8n has no credential type slackApi.',
	],
	[
		'a credential of another type',
		{ existingId: '1' },
		{ 'GET /credentials/1': answered(200, { ...STORED, type: 'httpBasicAuth' }) },
		'that is to be updated is not of the type slackApi, but httpBasicAuth.',
	],
])('%s is found out before anybody is waited for', async (_, target, answers, message) => {
	await expect(store(target, answers)).rejects.toThrow(message);
});
