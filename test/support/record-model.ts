import type { RecordName } from '../../broker/storage/record-store';
import type { SequentialModel } from './linearizable';

/** Records of one session, by the texts in them; each text is written once in a history. */
export type Texts = Readonly<Partial<Record<RecordName, string>>>;

/**
 * When a record ends: after the history, or so soon that it may be gone whenever it is looked for. Of two that a call gives
 * the same end, what the session was created with is there for as long as the state is.
 */
export type End = 'late' | `soon ${string}`;

/** A call of the store for one session. Instead of by its version, a record is known by the text that it had with it. */
export type RecordCall =
	| { readonly verb: 'create'; readonly records: Texts }
	| { readonly verb: 'read'; readonly names: readonly RecordName[] }
	| ChangeCall
	| { readonly verb: 'remove' };

/** A call that changes records. */
export interface ChangeCall {
	readonly verb: 'change';
	readonly expected: { readonly name: RecordName; readonly text: string };
	readonly write: Texts;
	readonly remove: readonly RecordName[];
	readonly returning: RecordName | undefined;
	/**
	 * When records end that it writes (without an entry: when the expected one does), or that are there already, which are
	 * shortened or lengthened to that.
	 */
	readonly ends?: Readonly<Partial<Record<RecordName, End>>>;
}

/** What it was answered with: of a change that was not made, undefined; of one that was, what it gave back. */
export type RecordAnswer = boolean | Texts | undefined;

/** The records that there are, in the order of their names. */
type Records = readonly { readonly name: RecordName; readonly text: string; readonly end: End }[];

/**
 * The records of a session as the port promises them, for calls that are made one after the other. Its state is all that
 * may be there: where a record ends soon, it with the record and it without.
 */
export const recordModel: SequentialModel<readonly Records[], RecordCall, RecordAnswer> = {
	initial: [[]],
	keyOf: (states) => JSON.stringify(states),
	step: (states, call, answer) => {
		const next = new Map<string, Records>();
		for (const state of states.flatMap(withoutEnded)) {
			const { output, after } = happen(state, call);
			if (!answer || same(answer.output, output)) next.set(JSON.stringify(after), after);
		}
		return next.size === 0 ? undefined : Array.from(next.keys(), (key) => next.get(key) ?? []);
	},
};

/** What may be left of these records by now. */
function withoutEnded(records: Records): readonly Records[] {
	const all = records.reduce<readonly Records[]>(
		(some, each) => [...some.map((left) => [...left, each]), ...(each.end === 'late' ? [] : some)],
		[[]],
	);
	const asked = records.find(({ name }) => name === 'asked');
	return all.filter(
		(left) =>
			!asked || left.includes(asked) || !left.some(({ name, end }) => name === 'state' && end === asked.end),
	);
}

function happen(
	state: Records,
	call: RecordCall,
): { readonly output: RecordAnswer; readonly after: Records } {
	switch (call.verb) {
		case 'create':
			return state.length > 0
				? { output: false, after: state }
				: { output: true, after: sorted(written(call.records, () => 'late')) };
		case 'read':
			return { output: pick(state, call.names), after: state };
		case 'remove':
			return { output: state.some(({ name }) => name === 'state'), after: [] };
		case 'change': {
			const { expected, write, remove, returning, ends = {} } = call;
			const found = state.find(({ name }) => name === expected.name);
			if (found?.text !== expected.text) return { output: undefined, after: state };
			const kept = state
				.filter(({ name }) => write[name] === undefined)
				.map((each) => ({ ...each, end: moved(each.end, ends[each.name]) }));
			const after = [...kept, ...written(write, (name) => ends[name] ?? found.end)].filter(
				({ name }) => !remove.includes(name),
			);
			return { output: pick(state, returning ? [returning] : []), after: sorted(after) };
		}
	}
}

/** The end of a record that is shortened or lengthened: it is never lengthened by the one, nor shortened by the other. */
function moved(end: End, to: End = end): End {
	return end === 'late' || to === 'late' ? to : end;
}

function written(texts: Texts, endOf: (name: RecordName) => End): Records {
	const entries = Object.entries(texts) as [RecordName, string][];
	return entries.map(([name, text]) => ({ name, text, end: endOf(name) }));
}

function sorted(records: Records): Records {
	return records.toSorted((one, other) => one.name.localeCompare(other.name));
}

function pick(state: Records, names: readonly RecordName[]): Texts {
	return Object.fromEntries(
		state.filter(({ name }) => names.includes(name)).map(({ name, text }) => [name, text]),
	);
}

function same(one: RecordAnswer, other: RecordAnswer): boolean {
	if (typeof one !== 'object' || typeof other !== 'object') return one === other;
	const key = (texts: Texts) => JSON.stringify(Object.entries(texts).sort());
	return key(one) === key(other);
}
