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
	...PAGE_LIMITS,
} as const;
