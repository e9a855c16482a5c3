import { PAGE_LIMITS } from './page-limits';

/** The bounds that the wire sets, in characters unless said otherwise. */
export const LIMITS = {
	displayName: 120,
	reason: 500,
	requesterName: 120,
	requesterDetail: 200,
	fields: 20,
	fieldName: 64,
	fieldLabel: 120,
	fieldPlaceholder: 120,
	fieldHelp: 300,
	fieldPattern: 200,
	fieldOptions: 100,
	fieldOption: 200,
	allowedHosts: 20,
	hostName: 253,
	oauthScopes: 64,
	oauthScope: 256,
	/** Parameters that an agent may add to an authorization request, and the characters of each. */
	oauthParameters: 20,
	oauthParameter: 1_024,
	oauthClientId: 512,
	/** Of an authorization endpoint, or of an issuer. */
	oauthEndpoint: 2_048,
	/** Of a whole address to sign in at. */
	authorizeUrl: 8_192,
	/** Of `state`. */
	oauthState: 1_024,
	/** Of an authorization code. */
	oauthCode: 4_096,
	/** Bytes. */
	agentState: 8 * 1024,
	denyReason: 200,
	/** Seconds. */
	minimumTtl: 30,
	/** Seconds from its creation in which a session is found by its code alone; after that by its link. */
	codeTime: 15 * 60,
	/** Seconds a long poll may wait (`Prefer: wait=N`). */
	maximumWait: 60,
	/** Seconds in which a collecting poll can be repeated with its Idempotency-Key. */
	collectionWindow: 60,
	/** Bits of an RSA modulus. */
	minimumModulus: 2048,
	maximumModulus: 8192,
	/** Bytes of plaintext in the envelope of a sign-in whose code the agent redeems. */
	plaintextOfSignIn: 16 * 1024,
	...PAGE_LIMITS,
} as const;
