import { unsealSession } from '../../../nodes/shared/sealed-session';
import { formsOf } from '../../support/secret-forms';
import { leftBy, type StoredExecution } from './executions';
import { textOf, type Testbed } from './testbed';
import { storedCredential } from './stored-credential';

/**
 * What must be nowhere, and is: the secret that a person gave, the session's private key and its poll token, in every
 * form in which they could lie in n8n's database, files and log, and in the execution itself.
 * @param more further text to search
 */
export async function leaks(
	{ n8n, credential }: Testbed,
	execution: StoredExecution,
	secret: string,
	...more: readonly string[]
): Promise<readonly string[]> {
	const everything = [textOf(execution), n8n.everythingWritten(), ...more].join('\n');
	const { sealingKey } = storedCredential(n8n, credential);
	const sealed = leftBy(execution, 'Request Credential').map(({ json }) => json['session']);
	if (sealed.length === 0 || !everything.includes(sealed[0] as string))
		throw new Error('nothing to search in');
	const sessions = await Promise.all(sealed.map((each) => unsealSession(sealingKey as string, each)));
	const secrets = [
		secret,
		sealingKey as string,
		...sessions.flatMap(({ pollToken, privateKey }) => [pollToken, privateKey, privateKey.slice(40, 104)]),
	];
	return secrets.flatMap(formsOf).filter((form) => everything.includes(form));
}
