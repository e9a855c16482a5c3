/** Those bounds that the page keeps to as well: apart from the others, which it need not load. */
export const PAGE_LIMITS = {
	/** Seconds between polls, whatever a broker says, and however often it tells an agent to slow down. */
	minimumInterval: 1,
	maximumInterval: 60,
	/** Bytes of plaintext in an envelope without `file` fields. */
	plaintext: 64 * 1024,
	/** Bytes of plaintext in an envelope with `file` fields. */
	plaintextWithFiles: 1024 * 1024,
} as const;
