import type { ApiKey } from '../keys/api-key';
import { ProblemError } from '../problem';
import type { CreateSessionInput } from './requests';
import { asksForSignIn } from '../oauth/accept-sign-in';
import { NO_TEMPLATE, SIGN_IN_TEMPLATE } from './session-events';

/**
 * Checks a request against what the operator allows this API key: templates and callback hosts.
 * @throws ProblemError `not_allowed` naming the member at fault
 */
export function requirePermission(request: CreateSessionInput, caller: ApiKey | undefined): void {
	const isSignIn = asksForSignIn(request);
	const template = request.template ?? (isSignIn ? SIGN_IN_TEMPLATE : NO_TEMPLATE);
	if (caller?.templates && !caller.templates.includes(template)) {
		const member = isSignIn ? 'oauth_provider' : request.template === undefined ? 'fields' : 'template';
		throw notAllowed(`${member}: this API key may ask by ${caller.templates.join(', ')} only.`);
	}
	if (request.callback_url !== undefined) requireCallbackHost(request.callback_url, caller);
}

/**
 * Checks a callback's host against those that the operator allows this API key.
 * @throws ProblemError `not_allowed`
 */
export function requireCallbackHost(address: string, caller: ApiKey | undefined): void {
	const url = URL.parse(address);
	if (!caller?.callbackHosts || !url) return;
	if (caller.callbackHosts.includes(url.host) || caller.callbackHosts.includes(url.hostname)) return;
	throw notAllowed('callback_url: this API key may not be called back at that host.');
}

function notAllowed(detail: string): ProblemError {
	return new ProblemError('not_allowed', detail);
}
