import * as z from 'zod';
import { MOST_LISTED, OPEN_STATES, Refused, type EndingList, type Operator } from './operator';

/** What the operator's calls work with. */
export interface OperatorRouteDependencies {
	readonly operator: Operator;
	readonly endings: () => EndingList;
}

/** A call, as far as the calls differ. */
interface OperatorCall {
	readonly network: string;
	/** Of the address. */
	readonly query: URLSearchParams;
	/** What stands behind the path of the row. */
	readonly rest: string;
	/** Of a POST. */
	readonly body: unknown;
}

/** One call of the operator's port. */
interface OperatorRoute {
	readonly method: 'GET' | 'POST';
	/** Ends in `/` where something stands behind it. */
	readonly path: string;
	handle(call: OperatorCall, dependencies: OperatorRouteDependencies): Promise<unknown>;
}

/** Ids that one call ends at most. */
const MOST_IDS = 1_000;

const filter = z.strictObject(
	{
		key: z.string().optional(),
		state: z.enum(OPEN_STATES, { error: `one of ${OPEN_STATES.join(', ')}` }).optional(),
		limit: z
			.string()
			.regex(/^\d{1,5}$/, `a whole number from 0 to ${String(MOST_LISTED)}`)
			.default('100')
			.transform(Number)
			.pipe(z.number().max(MOST_LISTED, `a whole number from 0 to ${String(MOST_LISTED)}`)),
	},
	{ error: 'key, state and limit' },
);

const selection = z.union(
	[
		z.strictObject({ ids: z.array(z.string()).min(1).max(MOST_IDS) }),
		z.strictObject({ key: z.string() }),
		z.strictObject({ all: z.literal(true) }),
	],
	{ error: `one of {"ids": […]} (${String(MOST_IDS)} at most), {"key": "…"} and {"all": true}` },
);

/** Every call of the operator's port. */
export const OPERATOR_ROUTES: readonly OperatorRoute[] = [
	{
		method: 'GET',
		path: '/api/sessions',
		handle: ({ query }, { operator }) => operator.list(read(filter, Object.fromEntries(query))),
	},
	{
		method: 'GET',
		path: '/api/sessions/',
		handle: ({ rest }, { operator }) => operator.show(rest),
	},
	{
		method: 'POST',
		path: '/api/end',
		handle: ({ network, body }, { operator }) => operator.end(read(selection, body), network),
	},
	{
		method: 'GET',
		path: '/api/keys',
		handle: (_, { operator }) => operator.keys(),
	},
	{
		method: 'GET',
		path: '/api/endings',
		handle: (_, { endings }) => Promise.resolve(endings()),
	},
];

/** @throws Refused */
function read<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
	const result = schema.safeParse(value);
	if (result.success) return result.data;
	const [issue] = result.error.issues;
	const member = issue?.path.length ? `${issue.path.join('.')}: ` : '';
	throw new Refused(`${member}expected ${issue?.message ?? 'something else'}.`);
}
