import type { OAuthAccount } from '../../../protocol/oauth/oauth-types';

/**
 * Why an account is not the one that was expected; undefined where it is, or nobody said.
 * @param expected an e-mail address, the domain of one or of an organization, or the provider's own id of an account
 */
export function accountFault(
	account: OAuthAccount | undefined,
	expected: string | undefined,
): string | undefined {
	const wanted = expected?.trim() ?? '';
	if (wanted === '') return undefined;
	if (account === undefined) return `the provider does not say who signed in; expected was ${wanted}`;
	return isAccount(account, wanted)
		? undefined
		: `another account signed in: ${shown(account)}; expected was ${wanted}`;
}

function isAccount({ subject, email, emailVerified, domain }: OAuthAccount, wanted: string): boolean {
	if (subject === wanted) return true;
	const expected = wanted.toLowerCase().replace(/^@/, '');
	// Anybody may call an address theirs until the provider has looked.
	const address = emailVerified ? email?.toLowerCase() : undefined;
	if (address === expected) return true;
	return domain?.toLowerCase() === expected || address?.split('@').at(-1) === expected;
}

/** The account as people know it. */
function shown({ email, emailVerified, name, subject }: OAuthAccount): string {
	if (email !== undefined) return emailVerified ? email : `${email} (not verified)`;
	return name ?? subject ?? 'an account without a name';
}
