import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IDataObject,
	IDisplayOptions,
	IHttpRequestHelper,
	IHttpRequestOptions,
	Icon,
	INodeProperties,
} from 'n8n-workflow';

import { authenticateRequest } from '../nodes/shared/authenticate';
import { testBroker, type SendRequest } from '../nodes/shared/credential-test';
import { makeSealingKey } from '../nodes/shared/derived-keys';
import { brokerUrlOf, hasCurrentKey, type LinkAuthApiData } from '../nodes/shared/linkauth-api-data';

/**
 * Where the HTTP Request node finds the sealed credential, unless the user says otherwise. In a property that nobody
 * sees, because n8n's editor does not test a credential that has an expression in a visible one; and without a fault
 * where there is no item, because then n8n could not test it either.
 */
const ITEM_CREDENTIAL = "={{ (() => { try { return $json.credential } catch { return '' } })() }}";

/**
 * A property that only shows with Advanced switched on, and counts as it was saved all the same: n8n takes no value of a
 * property that does not show, so there is a second one of its name, which never shows.
 */
function underAdvanced(
	property: INodeProperties,
	also: NonNullable<IDisplayOptions['show']> = {},
): INodeProperties[] {
	const { displayName, name, typeOptions, default: value } = property;
	return [
		{ ...property, displayOptions: { show: { advanced: [true], ...also } } },
		{
			displayName,
			name,
			type: 'hidden',
			...(typeOptions && { typeOptions }),
			default: value,
			displayOptions: { hide: { advanced: [true] } },
		},
	];
}

/** Nodes give whole addresses: a request for this path of a base URL is n8n's test. */
const TEST_PATH = '/.well-known/linkauth';

/**
 * How to send a request, by the credential's data at hand: n8n calls preAuthentication with the means to do so, and then
 * authenticate with the same data and without them.
 */
const senders = new WeakMap<object, SendRequest>();

/**
 * The credential of all nodes: the way to the broker, and the key that seals what people give.
 *
 * It is picked in Request Credential, in Await Credential, and in any HTTP Request node that is to use what was
 * received (Authentication: Predefined Credential Type).
 */
export class LinkAuthApi implements ICredentialType {
	name = 'linkAuthApi';

	displayName = 'LinkAuth API';

	documentationUrl =
		'https://github.com/linkauth/n8n-nodes-linkauth/blob/main/docs/n8n-parameters.md#linkauth-api';

	icon: Icon = { light: 'file:linkAuth.svg', dark: 'file:linkAuth.dark.svg' };

	properties: INodeProperties[] = [
		{
			displayName: 'Broker URL',
			name: 'baseUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'https://broker.example.com',
			description:
				'Address of the LinkAuth broker that shows people the form. It only ever holds encrypted credentials.',
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'The key that the broker gave you. Leave empty if the broker asks for none.',
		},
		{
			displayName: 'Sealing Key',
			name: 'sealingKey',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
		{
			displayName: 'Advanced',
			name: 'advanced',
			noDataExpression: true,
			type: 'boolean',
			default: false,
			description:
				'Whether to show what most people never need: where HTTP Request nodes find the credential, and how to replace the sealing key',
		},
		...underAdvanced({
			displayName: 'Sealed Credential',
			name: 'sealedCredential',
			type: 'string',
			// The broker's call to a suspended execution is checked where there is no item yet.
			typeOptions: { ignoreCredentialExpressionResolveError: true },
			default: '',
			placeholder: 'e.g. {{ $json.stored_credential }}',
			description:
				'Only for HTTP Request nodes: an expression for where they find the credential that Await Credential gave. Leave empty, and they take the field "credential" of each item. Redirects are not followed when a credential is sent.',
		}),
		...underAdvanced({
			displayName: 'Sealing Key Label',
			name: 'sealingLabel',
			type: 'string',
			default: '',
			placeholder: 'e.g. 2026-11',
			description:
				'Leave as it is, unless the key that seals what people give is to be replaced: then enter another text, such as the date, and save. What was sealed before and requests that are still open can no longer be used, and people have to be asked again.',
		}),
		...underAdvanced({
			displayName: 'Allowed HTTP Request Domains',
			name: 'allowedHttpRequestDomains',
			type: 'options',
			default: 'all',
			description:
				'Which domains HTTP Request nodes may use this credential for, whatever a request to a person says under Allowed Hosts',
			options: [
				{ name: 'All', value: 'all', description: 'Allowed Hosts of each request decide alone' },
				{ name: 'None', value: 'none', description: 'No HTTP Request node may use it' },
				{ name: 'Specific Domains', value: 'domains', description: 'Only these, of the Allowed Hosts' },
			],
		}),
		...underAdvanced(
			{
				displayName: 'Allowed Domains',
				name: 'allowedDomains',
				type: 'string',
				default: '',
				placeholder: 'e.g. example.com, *.example.org',
				description:
					'Separated by commas; with *. in front for all subdomains. Name that of the broker as well.',
			},
			{ allowedHttpRequestDomains: ['domains'] },
		),
		{
			displayName: 'Sealing Key Made For',
			name: 'sealedSince',
			type: 'hidden',
			default: '',
		},
		{
			displayName: 'Sealing Key Made At',
			name: 'sealedAt',
			type: 'hidden',
			default: '',
		},
		{
			displayName: 'Item Credential',
			name: 'itemCredential',
			type: 'hidden',
			default: ITEM_CREDENTIAL,
		},
	];

	/**
	 * A function rather than rules, because what to add depends on where the request goes. n8n's test of the credential
	 * comes through here as well: what is wrong is found before its request, and told as the error that ends it.
	 */
	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		const data = credentials as unknown as LinkAuthApiData;
		const send = senders.get(credentials);
		if (send !== undefined && isTest(requestOptions)) {
			await testBroker(send, data);
			// Tested is tested: whatever this one is answered.
			return { ...requestOptions, baseURL: brokerUrlOf(data), ignoreHttpStatusErrors: true };
		}
		return (await authenticateRequest(data, requestOptions)) as IHttpRequestOptions;
	};

	/**
	 * Rules about a status could not tell a broker from any other server, nor say why there is no answer. And a test
	 * function of a node, which could, would leave n8n without a sealing key: it does not call preAuthentication.
	 */
	test: ICredentialTestRequest = {
		request: { baseURL: '={{ $credentials.baseUrl }}', url: TEST_PATH, method: 'GET' },
	};

	/**
	 * Makes the sealing key. n8n calls this before an authenticated request while the key is empty, and after one
	 * that was refused with 401; it keeps what is returned. An existing key is never replaced, because what it
	 * sealed would be lost, unless the user has changed its label (authenticate then asks for this by a refusal of
	 * its own). Returning nothing otherwise also keeps n8n from sending a refused request twice.
	 *
	 * The places of the sealed credential go with the new key because n8n 1.x keeps all properties as they are
	 * resolved at that moment, and must not keep one person's sealed credential for everybody.
	 */
	preAuthentication = function preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		senders.set(credentials, (request) => this.helpers.httpRequest(request));
		const data = credentials as unknown as Partial<LinkAuthApiData>;
		if (hasCurrentKey(data)) return Promise.resolve({});
		return Promise.resolve({
			sealingKey: makeSealingKey(),
			sealedSince: data.sealingLabel ?? '',
			sealedAt: new Date().toISOString(),
			sealedCredential: '',
			itemCredential: ITEM_CREDENTIAL,
		});
	};
}

function isTest({ baseURL, url }: IHttpRequestOptions): boolean {
	return baseURL !== undefined && url === TEST_PATH;
}
