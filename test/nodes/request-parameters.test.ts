import { readParameters } from '../../nodes/RequestCredential/request-parameters';
import { nodeContext } from '../support/n8n-context';

const read = (parameters: Readonly<Record<string, unknown>>) =>
	readParameters(nodeContext({ parameters: { useInHttp: 'template', ...parameters } }).context, 0);

it('a built-in template brings its name, its use and its hosts', () => {
	expect(read({ template: 'openai' })).toEqual({
		form: { template: 'openai' },
		displayName: '',
		displayLabel: 'OpenAI API key',
		reason: '',
		ttl: 600,
		usesTemplate: true,
		use: [{ in: 'bearer', field: 'api_key' }],
		allowedHosts: ['api.openai.com'],
		messageText: '',
		typedCode: false,
		includeInputData: false,
	});
});

it('what the workflow says goes before what the template says', () => {
	const options = {
		allowedHosts: 'Proxy.example',
		includeInputData: true,
		linkMode: 'code',
		messageText: ' {link} ',
		requesterName: 'Bot',
		requesterDetail: 'by Kim',
	};
	const parameters = {
		template: 'openai',
		displayName: ' Ours ',
		reason: ' why ',
		expiresIn: '0.5',
		options,
	};
	expect(read({ ...parameters, useInHttp: 'query', queryName: 'k' })).toEqual({
		form: { template: 'openai' },
		displayName: 'Ours',
		displayLabel: 'Ours',
		reason: 'why',
		ttl: 30,
		usesTemplate: false,
		use: [{ in: 'query', name: 'k', field: 'api_key' }],
		allowedHosts: ['proxy.example'],
		requester: { name: 'Bot', detail: 'by Kim' },
		messageText: '{link}',
		typedCode: true,
		includeInputData: true,
	});
});

it.each([
	[{ expiresIn: 10 }, 600],
	[{ expiresIn: 10, expiresInUnit: 'minutes' }, 600],
	[{ expiresIn: 1.5, expiresInUnit: 'hours' }, 5_400],
	[{ expiresIn: 7, expiresInUnit: 'days' }, 604_800],
])('%j: in seconds', (parameters, ttl) => {
	expect(read({ template: 'openai', ...parameters }).ttl).toBe(ttl);
});

it('hosts stand at the top; those of a node of version 1 among its options', () => {
	const hosts = (parameters: object) => read({ template: 'openai', ...parameters }).allowedHosts;
	expect(hosts({ allowedHosts: 'proxy.example' })).toEqual(['proxy.example']);
	expect(hosts({ options: { allowedHosts: 'old.example' } })).toEqual(['old.example']);
	expect(hosts({ allowedHosts: ' ' })).toEqual(['api.openai.com']);
});

it('a template of the broker’s own is known by name alone', () => {
	expect(read({ template: 'brokerTemplate', templateName: 'acme_login' })).toMatchObject({
		form: { template: 'acme_login' },
		displayLabel: 'acme_login',
		use: [],
		allowedHosts: [],
	});
	// Not what JavaScript's objects bring along.
	expect(read({ template: 'brokerTemplate', templateName: 'constructor' })).toMatchObject({ use: [] });
});

it('fields of one’s own have a display name of one’s own, and are not for HTTP requests unless that is said', () => {
	const fields = { field: [{ name: 'a', type: 'text' }] };
	expect(read({ template: 'custom', displayName: 'ACME', fields })).toMatchObject({
		form: { fields: [{ name: 'a', label: 'a', type: 'text', required: true }] },
		displayLabel: 'ACME',
		use: [],
	});
});

it('without a name there is no requester', () => {
	const requested = read({ template: 'openai', options: { requesterDetail: 'by Kim' } });
	expect(requested).not.toHaveProperty('requester');
	expect(read({ template: 'openai', options: { requesterName: 'Bot' } }).requester).toEqual({ name: 'Bot' });
});

it.each([
	[{ template: 'custom', fields: { field: [{ name: 'a' }] } }, 'Display Name is empty.'],
	[{ template: 'brokerTemplate', templateName: ' ' }, 'Template Name is empty.'],
	[{ template: 'openai', expiresIn: 0.49 }, 'Expires In is too short.'],
	[{ template: 'openai', expiresIn: 'soon' }, 'Expires In is too short.'],
	[{ template: 'openai', options: { allowedHosts: 'a b/c' } }, '"b/c" in Allowed Hosts is not a host.'],
])('%j: names the parameter', (parameters, message) => {
	expect(() => read(parameters)).toThrow(message);
});
