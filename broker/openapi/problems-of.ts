import { ERROR_CODES, type ErrorCode } from '../../protocol/error-codes';
import { isPublic, type Access, type Route, type RouteLimit } from '../routes/route';

const API_KEY: readonly ErrorCode[] = ['api_key_required', 'api_key_invalid', 'rate_limited'];
const BODY: readonly ErrorCode[] = [
	'malformed_json',
	'invalid_request',
	'too_large',
	'unsupported_media_type',
	'busy',
];

const BY_ACCESS: Readonly<Record<Access, readonly ErrorCode[]>> = {
	anybody: [],
	apiKey: API_KEY,
	apiKeyOrBearer: API_KEY,
	client: API_KEY,
	pollToken: [...API_KEY, 'poll_token_invalid'],
};

const BY_LIMIT: Readonly<Record<RouteLimit, readonly ErrorCode[]>> = {
	creation: ['rate_limited'],
	code: ['session_not_found', 'rate_limited'],
	lookUp: ['session_not_found', 'rate_limited'],
	typedCode: ['session_not_found', 'rate_limited'],
	answer: ['session_not_found', 'rate_limited'],
	signIn: ['session_not_found', 'rate_limited'],
	session: ['session_not_found', 'session_ended', 'rate_limited'],
	deviceCode: ['session_not_found', 'session_ended', 'rate_limited'],
	callback: ['session_not_found', 'session_ended', 'rate_limited'],
};

/** Every problem that a call can come to, in the order of the table of codes: those of its guards, and its own. */
export function problemsOf(route: Route): ErrorCode[] {
	const { access, limit, headers, body, store, problems = [] } = route;
	const all = new Set<ErrorCode>([
		'internal_error',
		...(isPublic(route) ? [] : (['not_allowed'] as const)),
		...BY_ACCESS[access],
		...(limit ? BY_LIMIT[limit] : []),
		...(headers?.includes('Idempotency-Key') ? (['invalid_request'] as const) : []),
		...(body ? BODY : []),
		...(store ? (['store_unavailable'] as const) : []),
		...(store === 'fills' ? (['store_full'] as const) : []),
		...problems,
	]);
	return (Object.keys(ERROR_CODES) as ErrorCode[]).filter((code) => all.has(code));
}
