/**
 * Every field that a line of the log can have apart from `level`, `time` and `msg`, and what it contains.
 * docs/monitoring.md has the same table. Other fields are not written, so that nothing gets into the log by accident.
 */
export const LOG_FIELDS = {
	requestId: 'Names the request; the same as `X-Request-Id` of its answer.',
	method: 'Method of the request.',
	route:
		'Pattern of the route, such as `/v1/sessions/:id`; never the address itself. `none` where there is no such address.',
	status: 'Status of the answer.',
	milliseconds: 'From the first byte of the request until the answer was ready.',
	session: 'The session, by a keyed hash of its id: 16 hexadecimal characters.',
	outcome:
		'What the call did or found: `confirmed`, `authorized`, `completed`, `denied`, `reported`, or the status of a poll.',
	code: 'The `code` of the problem document that was answered.',
	fault: 'Which call of the store failed.',
	attempt: 'Which attempt to call back it was, from 1.',
	network: "The client's network; only with `LINKAUTH_LOG_ADDRESSES=on`.",
	err: 'An unexpected error: its type, its system code and where it happened, never its message.',
	reason: 'Why the broker cannot do what it is set up to do, such as reach its store.',
	provider: 'Id of a provider that does not say what its addresses are.',
	keys: 'How many API keys there are after their file was read again.',
	port: 'Where the broker listens.',
	metricsPort: 'Where it serves metrics.',
	operatorPort: 'Where the operator’s page is.',
	key: 'Name of an API key that was removed.',
	ended: 'How many sessions an operator, or the removal of their API key, has ended.',
	baseUrl: 'The address by which people reach it.',
	store: 'Kind of the store.',
	signal: 'The signal that ends the process.',
	auditHash: 'Hash of the last line of the audit log: an anchor for `audit verify --expect`.',
	auditLines: 'Lines that the audit log has.',
	unlisted: 'Names of fields that were left out of this line because they are not in this list.',
} as const satisfies Readonly<Record<string, string>>;

const LISTED: ReadonlySet<string> = new Set(Object.keys(LOG_FIELDS));

/** Keeps what is listed, and names what is not. */
export function listedFieldsOnly(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
	// Nearly every line: nothing is made anew where there is nothing to leave out.
	let listed = true;
	for (const name in fields) listed &&= LISTED.has(name);
	if (listed) return fields;
	const entries = Object.entries(fields);
	return {
		...Object.fromEntries(entries.filter(([name]) => LISTED.has(name))),
		unlisted: entries.map(([name]) => name).filter((name) => !LISTED.has(name)),
	};
}
