/** Every limit that is counted when it is hit, as the metric `linkauth_limits_hit_total` names it. */
export const LIMIT_NAMES = [
	'created_by_key',
	'created_by_network',
	'open_sessions',
	'page_calls',
	'failed_look_ups',
	'failed_look_ups_in_all',
	'wrong_keys',
	'callbacks_by_session',
	'callbacks_by_key',
	'callbacks_by_network',
	'collections',
	'waits_by_session',
	'waits_by_key',
	'waits_by_network',
	'connections',
	'connections_by_network',
	'bodies',
] as const;

/** One of {@link LIMIT_NAMES}. */
export type LimitName = (typeof LIMIT_NAMES)[number];
