import { readTarget } from '../../nodes/AwaitCredential/n8n-credential/credential-target';
import { nodeContext } from '../support/n8n-context';

const read = (parameters: Readonly<Record<string, unknown>>) =>
	readTarget(nodeContext({ parameters }).context, 0);

it('reads what n8n credential is to be made', () => {
	const target = read({
		credentialType: ' httpHeaderAuth ',
		credentialName: 'ACME',
		projectId: 'p',
		fieldMapping: { values: [{ field: 'api_key', property: ' value ' }] },
		fixedValues: {
			values: [
				{ property: 'name', value: ' kept ' },
				{ property: 'on', value: true },
				{ property: 'n', value: 1 },
			],
		},
	});
	expect(target).toEqual({
		type: 'httpHeaderAuth',
		name: 'ACME',
		existingId: '',
		projectId: 'p',
		mappings: [{ field: 'api_key', property: 'value' }],
		fixed: [
			{ property: 'name', value: ' kept ' },
			{ property: 'on', value: 'true' },
			{ property: 'n', value: '1' },
		],
	});
});

it.each([
	[{ credentialType: '' }, 'Credential Type is empty.'],
	[{ credentialType: '../x' }, 'Credential Type is not the name of one.'],
	[{ credentialType: 'slackApi', credentialName: '' }, 'Name is empty.'],
])('%j: names the parameter', (parameters, message) => {
	expect(() => read(parameters)).toThrow(message);
});

it('an updated credential may keep its name', () => {
	const parameters = { credentialType: 'slackApi', existingCredentialId: '1', credentialName: '' };
	expect(read(parameters)).toMatchObject({
		name: '',
		existingId: '1',
	});
});
