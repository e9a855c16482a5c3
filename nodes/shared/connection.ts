import type { IExecuteFunctions } from 'n8n-workflow';

import { BrokerClient } from './broker-client';
import { brokerUrlOf, LINKAUTH_API, type LinkAuthApiData } from './linkauth-api-data';
import { parseUrl } from './url';

/** What a node run needs of its LinkAuth API credential. */
export interface Connection {
	readonly broker: BrokerClient;
	/** Without trailing slash. */
	readonly brokerUrl: string;
	/** Empty where n8n has not kept one; sealing then says what to do. */
	readonly sealingKey: string;
}

/** The LinkAuth API credential cannot be used as it stands. */
export class ConnectionError extends Error {
	override readonly name = 'ConnectionError';
	constructor(
		message: string,
		readonly description: string,
	) {
		super(message);
	}
}

/**
 * Reads the node's LinkAuth API credential.
 *
 * n8n makes the sealing key (the credential's preAuthentication) and keeps it before the first authenticated
 * request. So where there is none yet, one request is made for its sake, and the credential read again: what
 * counts is the key that n8n has kept.
 * @throws ConnectionError, BrokerUnavailable
 */
export async function connect(context: IExecuteFunctions): Promise<Connection> {
	const read = async (): Promise<Partial<LinkAuthApiData>> => await context.getCredentials(LINKAUTH_API);
	const credential = await read();
	const brokerUrl = brokerUrlOf(credential);
	assertHttp(brokerUrl);
	const broker = new BrokerClient(context, brokerUrl);
	if (credential.sealingKey) return { broker, brokerUrl, sealingKey: credential.sealingKey };
	await broker.checkAccess();
	const { sealingKey = '' } = await read();
	return { broker, brokerUrl, sealingKey };
}

function assertHttp(brokerUrl: string): void {
	if (/^https?:$/.test(parseUrl(brokerUrl)?.protocol ?? '')) return;
	throw new ConnectionError(
		'The Broker URL in the LinkAuth API credential is not a web address.',
		'Open the credential and enter the address of the broker, such as https://broker.example.com.',
	);
}
