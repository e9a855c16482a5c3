import type { RecordName } from '../../broker/storage/record-store';
import type { SequentialModel } from './linearizable';

/** Records of one session, by the texts in them; each text is written once in a history. */
export type Texts = Readonly<Partial<Record<RecordName, string>>>;

/** A call of the store for one session. Instead of by its version, a record is known by the text that it had with it. */
export type RecordCall =
	| { readonly verb: 'create'; readonly records: Texts }
	| { readonly verb: 'read'; readonly names: readonly RecordName[] }
	| {
			readonly verb: 'change';
			readonly expected: { readonly name: RecordName; readonly text: string };
			readonly write: Texts;
			readonly remove: readonly RecordName[];
			readonly returning: RecordName | undefined;
	  }
	| { readonly verb: 'remove' };

/** What it was answered with: of a change that was not made, undefined; of one that was, what it gave back. */
export type RecordAnswer = boolean | Texts | undefined;

/** The records of a session as the port promises them, for calls that are made one after the other. */
export const recordModel: SequentialModel<Texts, RecordCall, RecordAnswer> = {
	initial: {},
	keyOf: (state) => JSON.stringify(Object.entries(state).sort()),
	step: (state, call, answer) => {
		const { output, next } = happen(state, call);
		return !answer || same(answer.output, output) ? next : undefined;
	},
};

function happen(state: Texts, call: RecordCall): { readonly output: RecordAnswer; readonly next: Texts } {
	switch (call.verb) {
		case 'create':
			return Object.keys(state).length > 0
				? { output: false, next: state }
				: { output: true, next: call.records };
		case 'read':
			return { output: pick(state, call.names), next: state };
		case 'remove':
			return { output: state.state !== undefined, next: {} };
		case 'change': {
			const { expected, write, remove, returning } = call;
			if (state[expected.name] !== expected.text) return { output: undefined, next: state };
			const entries = Object.entries({ ...state, ...write });
			const next = Object.fromEntries(entries.filter(([name]) => !remove.includes(name as RecordName)));
			return { output: pick(state, returning ? [returning] : []), next };
		}
	}
}

function pick(state: Texts, names: readonly RecordName[]): Texts {
	return Object.fromEntries(
		names.flatMap((name) => (state[name] === undefined ? [] : [[name, state[name]]])),
	);
}

function same(one: RecordAnswer, other: RecordAnswer): boolean {
	if (typeof one !== 'object' || typeof other !== 'object') return one === other;
	return recordModel.keyOf(one) === recordModel.keyOf(other);
}
