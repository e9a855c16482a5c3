import type { SecurityScheme } from './openapi-types';

/** How callers show who they are. */
export const SECURITY_SCHEMES: Readonly<Record<string, SecurityScheme>> = {
	apiKey: {
		type: 'apiKey',
		in: 'header',
		name: 'X-API-Key',
		description:
			'An API key of this broker. Needed where the operator has configured keys; otherwise it is left out.',
	},
	apiKeyAsBearer: {
		type: 'http',
		scheme: 'bearer',
		description: 'The API key as a bearer token, where the call has no poll token.',
	},
	pollToken: {
		type: 'http',
		scheme: 'bearer',
		description: 'The poll token of the session (RFC 6750), `pt_` and base64url of 32 bytes.',
	},
};
