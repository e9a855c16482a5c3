import type { CredentialFields } from '../../protocol/envelope';
import { SealedValueError } from './errors';
import type { Grant } from './oauth/grant';
import type { Placement } from './placement';
import { seal, unseal } from './sealing';

/** A received credential and the rules for its use, fixed when the person was asked. */
export interface ReceivedCredential {
	readonly fields: CredentialFields;
	/** Empty: not for HTTP requests. */
	readonly use: readonly Placement[];
	/** Empty: any host. */
	readonly allowedHosts: readonly string[];
	/** RFC 3339; without it the sealed value does not end. */
	readonly validUntil?: string;
	/** Tokens of a sign-in, which are renewed on their way out; `fields` then has them as they were at first. */
	readonly grant?: Grant;
}

/** A credential as an opaque text for the workflow's data: of no use without the sealing key. */
export function sealCredential(sealingKey: string, credential: ReceivedCredential): Promise<string> {
	return seal(sealingKey, 'credential', credential);
}

/**
 * The credential in a sealed text.
 * @param now milliseconds since the epoch
 * @throws SealedValueError, also where the credential's time is up
 */
export async function unsealCredential(
	sealingKey: string,
	sealed: unknown,
	now: number = Date.now(),
): Promise<ReceivedCredential> {
	const credential = (await unseal(sealingKey, 'credential', sealed)) as ReceivedCredential;
	if (credential.validUntil !== undefined && Date.parse(credential.validUntil) <= now) {
		throw new SealedValueError(
			'expired',
			`The sealed credential was valid until ${credential.validUntil}: nothing was sent.`,
			'Ask the person again with Request Credential. How long it stays valid is set in Await Credential (Valid For).',
		);
	}
	return credential;
}
