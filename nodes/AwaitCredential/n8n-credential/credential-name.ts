import type { Session } from '../../shared/sealed-session';
import { LinkAuthError } from '../../shared/errors';

/** Characters that n8n keeps of a credential's name. */
const LONGEST = 128;

const PLACEHOLDERS: Readonly<Record<string, (session: Session) => string>> = {
	displayName: (session) => session.displayName ?? 'LinkAuth',
	code: (session) => session.code,
	date: () => new Date().toISOString().slice(0, 10),
};

/**
 * The name of a new credential. None of the received values can be in it: names are not secret.
 * @param template with `{displayName}`, `{code}` and `{date}` (of today, as 2026-11-22, in UTC)
 * @throws LinkAuthError naming a placeholder that does not exist
 */
export function credentialName(template: string, session: Session): string {
	const name = template.replace(/\{(\w+)\}/g, (text, word: string) => {
		const value = PLACEHOLDERS[word];
		if (value !== undefined) return value(session);
		const known = Object.keys(PLACEHOLDERS).map((each) => `{${each}}`);
		throw new LinkAuthError(
			`${text} cannot stand in the name of the credential.`,
			`Use ${known.join(', ')}, or an expression.`,
		);
	});
	return name.trim().slice(0, LONGEST);
}
