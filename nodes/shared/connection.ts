import { sleep, type IExecuteFunctions } from 'n8n-workflow';

import { BrokerClient } from './broker-client';
import { LinkAuthError } from './errors';
import { brokerUrlOf, hasCurrentKey, LINKAUTH_API, type LinkAuthApiData } from './linkauth-api-data';
import { parseUrl } from './url';

/** What a node run needs of its LinkAuth API credential. */
export interface Connection {
	readonly broker: BrokerClient;
	/** Without trailing slash. */
	readonly brokerUrl: string;
	/** Empty where n8n has not kept one; sealing then says what to do. */
	readonly sealingKey: string;
}

/**
 * Milliseconds after which a new sealing key is the one that stays. n8n reads that there is none and keeps a new one
 * in one go, but several workers may do so at the same moment, and the last of them decides.
 */
const SETTLED = 2_000;

/**
 * The connection of a node run: its LinkAuth API credential is read when it is first asked for, and only once.
 * @returns gives the same promise to every caller; it rejects with LinkAuthError or BrokerUnavailable
 */
export function connectionOf(context: IExecuteFunctions): () => Promise<Connection> {
	let connection: Promise<Connection> | undefined;
	return () => (connection ??= connect(context));
}

/**
 * n8n makes the sealing key (the credential's preAuthentication) and keeps it before the first authenticated
 * request. So where there is none yet, or it is to be replaced, one request is made for its sake, and the credential
 * read again: what counts is the key that n8n has kept.
 */
async function connect(context: IExecuteFunctions): Promise<Connection> {
	const read = async (): Promise<Partial<LinkAuthApiData>> => await context.getCredentials(LINKAUTH_API);
	let credential = await read();
	const brokerUrl = brokerUrlOf(credential);
	assertHttp(brokerUrl);
	const broker = new BrokerClient(context, brokerUrl);
	if (!hasCurrentKey(credential)) {
		await broker.checkAccess();
		credential = await read();
	}
	for (let wait = untilSettled(credential); wait > 0; wait = untilSettled(credential)) {
		await sleep(wait);
		credential = await read();
	}
	return { broker, brokerUrl, sealingKey: credential.sealingKey ?? '' };
}

/** Milliseconds until the sealing key is one that stays. Workers' clocks may differ a little. */
function untilSettled({ sealedAt = '' }: Partial<LinkAuthApiData>): number {
	const age = Date.now() - Date.parse(sealedAt);
	return Math.abs(age) < SETTLED ? SETTLED - Math.max(0, age) : 0;
}

function assertHttp(brokerUrl: string): void {
	if (/^https?:$/.test(parseUrl(brokerUrl)?.protocol ?? '')) return;
	throw new LinkAuthError(
		'The Broker URL in the LinkAuth API credential is not a web address.',
		'Open the credential and enter the address of the broker, such as https://broker.example.com.',
	);
}
