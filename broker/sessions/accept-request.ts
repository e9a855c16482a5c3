import { isLoopback } from '../../protocol/loopback';
import type { FieldDefinition } from '../../protocol/templates';
import type { ApiKey } from '../keys/api-key';
import { acceptSignIn, asksForSignIn, type AskedSignIn } from '../oauth/accept-sign-in';
import { faultyBody, ProblemError, unknownTemplate } from '../problem';
import type { SessionDependencies } from './dependencies';
import { acceptPublicKey, type AcceptedKey } from './public-key';
import { createSessionSchema, LONGEST_KEY, type CreateSessionInput } from './requests';

/** What a person is asked for, by template, by fields or by a sign-in. */
interface Form {
	readonly displayName: string;
	readonly fields: readonly FieldDefinition[];
	/** Instead of fields. */
	readonly signIn?: AskedSignIn;
}

/** What a request for a session is checked with. */
export type RequestChecks = Pick<SessionDependencies, 'settings' | 'callbacks' | 'clients'>;

/** The members of a request that its schema alone cannot judge. */
type CheckedMembers = Pick<
	Partial<CreateSessionInput>,
	'public_key' | 'template' | 'fields' | 'display_name' | 'callback_url'
>;

/**
 * Checks what the schema of a request for a session cannot: its form or sign-in, its key, and where it is to be called
 * back.
 * @param caller who may send people to more hosts than others
 * @throws ProblemError `invalid_request`, `unknown_template`, `unknown_oauth_provider`, `oauth_endpoint_not_allowed` or
 *   `invalid_public_key`, naming every member at fault; `provider_unavailable`
 */
export function acceptRequest(
	request: CreateSessionInput,
	checks: RequestChecks,
	caller?: ApiKey,
): { readonly form: Form; readonly key: AcceptedKey } {
	const signIn = () => signInOf(request, checks, caller);
	try {
		const form = asksForSignIn(request) ? signIn() : formOf(request, checks);
		const key = acceptPublicKey(request.public_key);
		if (request.callback_url !== undefined) checks.callbacks.check(request.callback_url);
		return { form, key };
	} catch (error) {
		if (!(error instanceof ProblemError) || error.status >= 500) throw error;
		const faults = [...requestFaults(request, checks), ...(asksForSignIn(request) ? refusalOf(signIn) : [])];
		throw faultyBody(faults, Object.keys(createSessionSchema.shape));
	}
}

/**
 * What {@link acceptRequest} refuses of a body, each member by itself; for a body that its schema refuses already, so
 * that one answer names all of it.
 * @param body as it came; members of another kind are left to the schema
 */
export function requestFaults(body: unknown, checks: RequestChecks): readonly ProblemError[] {
	const given = Object.entries(body ?? {}).filter(([, value]) => typeof value === 'string');
	const { public_key, callback_url, ...form }: CheckedMembers = Object.fromEntries(given);
	return [
		...(form.template !== undefined ? refusalOf(() => formOf(form, checks)) : []),
		...(public_key !== undefined && public_key.length <= LONGEST_KEY
			? refusalOf(() => acceptPublicKey(public_key))
			: []),
		...(callback_url !== undefined
			? refusalOf(() => {
					checks.callbacks.check(callback_url);
				})
			: []),
	];
}

function refusalOf(check: () => unknown): readonly ProblemError[] {
	try {
		check();
		return [];
	} catch (error) {
		if (error instanceof ProblemError) return [error];
		throw error;
	}
}

function formOf(request: CheckedMembers, { settings }: RequestChecks): Form {
	if (request.fields) return { displayName: request.display_name ?? 'Credential', fields: request.fields };
	const template = settings.templates.get(request.template ?? '');
	if (!template) throw unknownTemplate(settings.templates.keys());
	return { displayName: request.display_name ?? template.display_name, fields: template.fields };
}

function signInOf(
	request: CreateSessionInput,
	{ settings, clients }: RequestChecks,
	caller: ApiKey | undefined,
): Form {
	const { baseUrl, oauthHosts } = settings;
	const signIn = acceptSignIn(request, {
		baseUrl,
		hosts: [...oauthHosts, ...(caller?.oauthHosts ?? [])],
		isLocal: isLoopback(new URL(baseUrl)),
		clients,
	});
	return { displayName: request.display_name ?? signIn.providerName, fields: [], signIn };
}
