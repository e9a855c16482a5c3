import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IDataObject,
	IHttpRequestOptions,
	Icon,
	INodeProperties,
} from 'n8n-workflow';

import { authenticateRequest } from '../nodes/shared/authenticate';
import { makeSealingKey } from '../nodes/shared/derived-keys';
import { hasCurrentKey, type LinkAuthApiData } from '../nodes/shared/linkauth-api-data';

/**
 * Where the HTTP Request node finds the sealed credential, unless the user says otherwise. In a property that nobody
 * sees, because n8n's editor does not test a credential that has an expression in a visible one; and without a fault
 * where there is no item, because then n8n could not test it either.
 */
const ITEM_CREDENTIAL = "={{ (() => { try { return $json.credential } catch { return '' } })() }}";

/**
 * The one credential of this package: the way to the broker, and the key that seals what people give.
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
			displayName: 'Sealed Credential',
			name: 'sealedCredential',
			type: 'string',
			// The broker's call to a suspended execution is checked where there is no item yet.
			typeOptions: { ignoreCredentialExpressionResolveError: true },
			default: '',
			placeholder: 'e.g. {{ $json.stored_credential }}',
			description:
				'Only for HTTP Request nodes: an expression for where they find the credential that Await Credential gave. Leave empty, and they take the field "credential" of each item. Redirects are not followed when a credential is sent.',
		},
		{
			displayName: 'Sealing Key Label',
			name: 'sealingLabel',
			type: 'string',
			default: '',
			placeholder: 'e.g. 2026-11',
			description:
				'Leave as it is, unless the key that seals what people give is to be replaced: then enter another text, such as the date, and save. What was sealed before and requests that are still open can no longer be used, and people have to be asked again.',
		},
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

	/** A function rather than rules, because what to add depends on where the request goes. */
	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> =>
		(await authenticateRequest(
			credentials as unknown as LinkAuthApiData,
			requestOptions,
		)) as IHttpRequestOptions;

	/**
	 * Proves address and key with a call that needs the key. `/health` would say nothing about the key, and a
	 * broker that does not know this call is told apart by its 404.
	 */
	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{ $credentials.baseUrl.trim().replace(/\\/+$/, "") }}',
			url: '/v1/auth',
			method: 'GET',
		},
		rules: [
			{
				type: 'responseCode',
				properties: { value: 401, message: 'The broker asks for an API key. Enter the key it gave you.' },
			},
			{
				type: 'responseCode',
				properties: {
					value: 403,
					message: 'The broker does not know this API key. Check it for missing characters.',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 404,
					message:
						'There is no LinkAuth broker at this address, or it cannot check keys. Check the Broker URL: the address up to, but without, /connect or /v1.',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 503,
					message: 'The broker is there, but cannot reach its store. Try again later.',
				},
			},
		],
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
	preAuthentication(credentials: ICredentialDataDecryptedObject): Promise<IDataObject> {
		const data = credentials as unknown as Partial<LinkAuthApiData>;
		if (hasCurrentKey(data)) return Promise.resolve({});
		return Promise.resolve({
			sealingKey: makeSealingKey(),
			sealedSince: data.sealingLabel ?? '',
			sealedAt: new Date().toISOString(),
			sealedCredential: '',
			itemCredential: ITEM_CREDENTIAL,
		});
	}
}
