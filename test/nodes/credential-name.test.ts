import { credentialName } from '../../nodes/AwaitCredential/n8n-credential/credential-name';
import type { Session } from '../../nodes/shared/sealed-session';

const SESSION = { displayName: 'ACME', code: 'ABCD-1234' } as Session;

it('fills in what was asked for, the code and the date', () => {
	const today = new Date().toISOString().slice(0, 10);
	expect(credentialName(' {displayName} {code} {date} {not closed ', SESSION)).toBe(
		`ACME ABCD-1234 ${today} {not closed`,
	);
});

it('a session of an earlier version has no display name', () => {
	expect(credentialName('{displayName}', { code: 'ABCD-1234' } as Session)).toBe('LinkAuth');
});

it('is cut to what n8n keeps', () => {
	expect(credentialName('x'.repeat(200), SESSION)).toBe('x'.repeat(128));
});

it('a placeholder that does not exist is named, with those that do', () => {
	expect(() => credentialName('{api_key}', SESSION)).toThrow(
		expect.objectContaining({
			message: '{api_key} cannot stand in the name of the credential.',
			description: 'Use {displayName}, {code}, {date}, or an expression.',
		}) as Error,
	);
});
