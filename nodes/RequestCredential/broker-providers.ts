import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { LINKAUTH_API, brokerUrlOf, type LinkAuthApiData } from '../shared/linkauth-api-data';

/** What `GET /v1/providers` says, as far as the list needs it. */
interface ProvidersReply {
	readonly providers?: readonly { readonly id: string; readonly name: string }[];
}

/** The providers that the broker has a client at, for the list of Provider. */
export async function getBrokerProviders(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const credential = await this.getCredentials(LINKAUTH_API);
	const reply = (await this.helpers.httpRequestWithAuthentication.call(this, LINKAUTH_API, {
		method: 'GET',
		url: `${brokerUrlOf(credential as Partial<LinkAuthApiData>)}/v1/providers`,
		json: true,
	})) as ProvidersReply;
	return (reply.providers ?? []).map(({ id, name }) => ({ name, value: id }));
}
