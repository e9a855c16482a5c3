import { NodeHelpers, type INode, type INodeParameters } from 'n8n-workflow';

import { RequestCredential } from '../../nodes/RequestCredential/RequestCredential.node';

const { description } = new RequestCredential();

/** The parameters of a node as n8n fills them in, or with `own` what a workflow keeps of them. */
function parameters(given: INodeParameters, typeVersion = 2, own = false): INodeParameters {
	const node = { typeVersion } as INode;
	return NodeHelpers.getNodeParameters(description.properties, given, !own, false, node, description) ?? {};
}

/** As the editor changes a parameter: what differs from the defaults stays, everything else is filled in again. */
function changed(before: INodeParameters, change: INodeParameters): INodeParameters {
	return parameters({ ...parameters(before, 2, true), ...change });
}

it.each([
	['api_key', ''],
	['openai', 'api.openai.com'],
	['anthropic', 'api.anthropic.com'],
	['custom', ''],
])('%s: Allowed Hosts is %j at first', (template, hosts) => {
	expect(parameters({ template })['allowedHosts']).toBe(hosts);
});

it('with another template it changes, unless somebody has written there', () => {
	const openai = changed(parameters({}), { template: 'openai' });
	expect(openai['allowedHosts']).toBe('api.openai.com');
	expect(changed(openai, { template: 'anthropic' })['allowedHosts']).toBe('api.anthropic.com');
	expect(changed(openai, { template: 'api_key' })['allowedHosts']).toBe('');
	const written = changed(openai, { allowedHosts: 'proxy.example' });
	expect(changed(written, { template: 'api_key' })['allowedHosts']).toBe('proxy.example');
});

it('a node of version 1 has it among its options alone, and keeps what is there', () => {
	const old = parameters({ template: 'openai', options: { allowedHosts: 'old.example' } }, 1);
	expect(old).not.toHaveProperty('allowedHosts');
	expect(old['options']).toEqual({ allowedHosts: 'old.example' });
	expect(parameters({ options: { allowedHosts: 'old.example' } })['options']).toEqual({});
});

it('every template has one Use in HTTP Requests, which is automatic at first', () => {
	const choices = description.properties.find(({ name }) => name === 'template')?.options ?? [];
	for (const choice of choices) {
		const template = 'value' in choice ? String(choice.value) : '';
		expect(parameters({ template })).toMatchObject({ useInHttp: 'template' });
	}
});
