/** How an attempt to call back ended, as the metric `linkauth_callbacks_total` names it. */
export const CALLBACK_RESULTS = [
	/** The receiver took it. */
	'delivered',
	/** It did not arrive, and is tried again later. */
	'retried',
	/** The receiver refuses it, or the broker does not call the address: not tried again. */
	'refused',
	/** No call: an address that was registered was tried, whether it can be reached. */
	'probed',
	/** No call either: it was not tried, because too many are being tried. */
	'unprobed',
] as const;

/** One of {@link CALLBACK_RESULTS}. */
export type CallbackResult = (typeof CALLBACK_RESULTS)[number];
