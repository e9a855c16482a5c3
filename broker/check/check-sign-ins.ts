import { CALLBACK_PATH } from '../../protocol/callback-path';
import { discover } from '../../protocol/oauth/discovery';
import { isClientFault, OAuthError } from '../../protocol/oauth/oauth-error';
import type { Fetch } from '../../protocol/oauth/oauth-types';
import { tryClient } from '../../protocol/oauth/try-client';
import type { BrokerClient } from '../oauth/broker-clients';
import { clientFetch } from '../outbound/client-fetch';
import { findingsOf, type Finding } from './finding';
import type { Check } from './subject';

const signIns = findingsOf('sign-ins');

/** Whether the providers at which the broker has clients can be reached, and know them. */
export const checkSignIns: Check = async ({ config, timeoutMs }) => {
	const { oauthClients, baseUrl = `http://localhost:${String(config.port)}` } = config;
	const fetch = clientFetch(oauthClients, timeoutMs);
	return Promise.all(oauthClients.map((client) => checkClient(client, baseUrl + CALLBACK_PATH, fetch)));
};

async function checkClient(client: BrokerClient, redirectUri: string, fetch: Fetch): Promise<Finding> {
	const { id, clientId, clientSecret, issuer = '' } = client;
	const variable = `OAUTH_${id.toUpperCase().replaceAll('-', '_')}`;
	try {
		const provider = client.provider ?? (await discover(issuer, fetch));
		const app = { provider, clientId, ...(clientSecret !== undefined && { clientSecret }) };
		const fault = await tryClient(app, redirectUri, fetch);
		if (fault === undefined) {
			return signIns.ok(`${provider.name} knows the client; its redirect URI there is to be ${redirectUri}`);
		}
		if (!isClientFault(fault)) return away(id, fault);
		return signIns.problem(
			`${provider.name} does not know the client of ${variable}_CLIENT_ID, or its secret is wrong`,
			`Correct ${variable}_CLIENT_ID and ${variable}_CLIENT_SECRET.`,
		);
	} catch (error) {
		if (error instanceof OAuthError) return away(id, error);
		throw error;
	}
}

function away(id: string, { message }: OAuthError): Finding {
	return signIns.warning(
		`${id}: ${message}`,
		'People who sign in there get an error. Correct its addresses, or look at the way out of this machine.',
	);
}
