import { withAllowedDomains } from '../../nodes/AwaitCredential/n8n-credential/allowed-domains';
import type { CredentialSchema } from '../../nodes/AwaitCredential/n8n-credential/credential-schema';

/** As n8n 2.41 gives it for a type that can be limited to domains. */
const SCHEMA: CredentialSchema = {
	properties: {
		apiKey: { type: 'string' },
		allowedHttpRequestDomains: { type: 'string', enum: ['all', 'domains', 'none'] },
		allowedDomains: { type: 'string' },
	},
};

it('where the person was told that it may go is carried over, unless the workflow says otherwise', () => {
	const hosts = ['api.example.com', '*.example.org:8443', 'http://api.example.com'];
	expect(withAllowedDomains({ apiKey: 'k' }, SCHEMA, hosts)).toEqual({
		apiKey: 'k',
		allowedHttpRequestDomains: 'domains',
		allowedDomains: 'api.example.com, *.example.org',
	});
	expect(withAllowedDomains({ apiKey: 'k' }, SCHEMA, [])).toEqual({ apiKey: 'k' });
	expect(withAllowedDomains({ apiKey: 'k' }, { properties: { apiKey: { type: 'string' } } }, hosts)).toEqual({
		apiKey: 'k',
	});
	const own = { allowedHttpRequestDomains: 'all' };
	expect(withAllowedDomains(own, SCHEMA, hosts)).toEqual(own);
});
