/** Every limit that is counted when it is hit, as the metric `linkauth_limits_hit_total` names it. */
export const LIMIT_NAMES = [
	/** Sessions created by one API key. */
	'created_by_key',
	/** Sessions created by one network. */
	'created_by_network',
	/** Open sessions of one API key. */
	'open_sessions',
	/** Calls of the page by one network for one session. */
	'page_calls',
	/** Look-ups by one network that found nothing. */
	'failed_look_ups',
	/** Look-ups that found nothing, over the whole broker. */
	'failed_look_ups_in_all',
] as const;

/** One of {@link LIMIT_NAMES}. */
export type LimitName = (typeof LIMIT_NAMES)[number];
