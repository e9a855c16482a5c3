import { RESERVED_PARAMETERS } from '../../protocol/oauth/authorization-parameters';
import type { Provider } from '../../protocol/providers/provider';

/** Parameters of the flow itself, and those that say no more than who is to sign in, and how they are asked. */
const ASKS_NOTHING: ReadonlySet<string> = new Set([
	...RESERVED_PARAMETERS,
	'nonce',
	'access_type',
	'acr_values',
	'approval_prompt',
	'display',
	'domain_hint',
	'hd',
	'id_token_hint',
	'locale',
	'login_hint',
	'max_age',
	'prompt',
	'ui_locales',
]);

/** Of a provider, what says how it is asked; nothing of it where nobody knows the provider. */
type Asking = Partial<
	Pick<Provider, 'scopeParameter' | 'scopeSeparator' | 'clientIdParameter' | 'authorizationParameters'>
>;

/**
 * What a provider is asked for, as the person is shown it: read from the parameters that it gets, and not from what the
 * agent says beside them. The scopes, and as `name=value` whatever else may ask for more (`claims`, `optional_scope`,
 * `authorization_details` …), which nobody can list for all providers: so everything does that is not known to ask for
 * nothing.
 */
export function askedScopes(provider: Asking, parameters: Iterable<readonly [string, string]>): string[] {
	const {
		scopeParameter = 'scope',
		scopeSeparator = ' ',
		clientIdParameter,
		authorizationParameters,
	} = provider;
	const scopes: string[] = [];
	const others: string[] = [];
	for (const [name, value] of parameters) {
		const isUsual = authorizationParameters?.[name] === value;
		if (name === 'scope' || name === scopeParameter) scopes.push(...value.split(scopeSeparator));
		else if (!ASKS_NOTHING.has(name) && name !== clientIdParameter && !isUsual)
			others.push(`${name}=${value}`);
	}
	return [...new Set([...scopes, ...others].map((each) => each.trim()).filter((each) => each !== ''))];
}
