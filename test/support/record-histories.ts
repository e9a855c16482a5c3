import fc from 'fast-check';
import type {
	Change,
	RecordName,
	RecordStore,
	StoredRecord,
	StoredRecords,
} from '../../broker/storage/record-store';
import { StoreUnavailable } from '../../broker/storage/store-faults';
import { setTimeout as sleep } from 'node:timers/promises';
import { isLinearizable, type Operation } from './linearizable';
import {
	recordModel,
	type ChangeCall,
	type End,
	type RecordAnswer,
	type RecordCall,
	type Texts,
} from './record-model';
import { freshSession } from './opened-storage';

const LIFETIME = 600_000;
/** Milliseconds that a record lives that ends soon: some are still looked for before, and some after. */
const SOON = 2;

/** Calls of a session from which on nobody looks once more: the checker takes 30. */
const MOST_LOOKED_AT = 20;

/** One call that a client is to make. */
interface Step {
	readonly verb: 'create' | 'read' | 'change' | 'shorten' | 'lengthen' | 'remove';
	/** Which of two sessions. */
	readonly session: number;
	/** Which of the versions that were seen a change expects, the newest first. */
	readonly back: number;
	/** Which of {@link CHANGES}, and which records a session is created with. */
	readonly shape: number;
	/** Turns of the event loop, or of its microtasks, before the call. */
	readonly pause: number;
	/** Whether the client, after it has lengthened records, looks whether they are there when they would have been gone. */
	readonly looks: boolean;
}

/** What the clients of a history are to do, each one after the other, and all at once. */
export interface Plan {
	/** Whether the first session is there before they begin. */
	readonly created: boolean;
	readonly clients: readonly (readonly Step[])[];
	/** The broker of the first client dies after so many commands. */
	readonly commandsUntilDeath: number;
}

/** What changes do: the record that they expect, the ones that they write and remove, and the one that they ask for. */
interface Shape {
	readonly expected: RecordName;
	readonly write?: readonly RecordName[];
	readonly remove?: readonly RecordName[];
	readonly returning?: RecordName;
}
const CHANGES: readonly Shape[] = [
	{ expected: 'state', write: ['state'] },
	{ expected: 'state', write: ['state', 'envelope'] },
	{ expected: 'state', write: ['state'], remove: ['envelope'], returning: 'envelope' },
	{ expected: 'state', remove: ['state'], returning: 'state' },
	{ expected: 'envelope', write: ['envelope'], returning: 'envelope' },
	{ expected: 'envelope', write: ['state'], remove: ['envelope'] },
	{ expected: 'state', write: ['envelope'], returning: 'asked' },
	{ expected: 'asked', write: ['state', 'asked'], returning: 'state' },
];

const NAMES = ['asked', 'state', 'envelope'] as const;
/** The change that comes with another end: of confirming, which shortens, and of answering, which lengthens. */
const STATE: Shape = { expected: 'state', write: ['state'] };

const step: fc.Arbitrary<Step> = fc.record({
	verb: fc.constantFrom(
		'create',
		'create',
		'read',
		'read',
		'read',
		'change',
		'change',
		'change',
		'change',
		'shorten',
		'shorten',
		'lengthen',
		'lengthen',
		'remove',
	),
	session: fc.constantFrom(0, 0, 0, 1),
	back: fc.constantFrom(0, 0, 0, 1, 2),
	shape: fc.nat(CHANGES.length - 1),
	pause: fc.nat(4),
	looks: fc.constantFrom(false, false, true),
});

/** Plans of two to five clients with up to five calls each. */
export const plans: fc.Arbitrary<Plan> = fc.record({
	created: fc.boolean(),
	clients: fc.array(fc.array(step, { minLength: 1, maxLength: 5 }), { minLength: 2, maxLength: 5 }),
	commandsUntilDeath: fc.nat(4),
});

/**
 * Carries out a plan and checks its history, session by session, against the sequential model.
 * @param stores of the clients, in turn. A client whose store is away goes on at the next one
 * @throws where there is no order of the calls that gives these answers
 */
export async function checkHistory(plan: Plan, stores: readonly RecordStore[]): Promise<void> {
	const sessions = [new RecordedSession(), new RecordedSession()] as const;
	const [first] = stores;
	if (plan.created && first)
		await sessions[0].do(first, { verb: 'create', session: 0, back: 0, shape: 1, pause: 0, looks: false });
	await Promise.all(
		plan.clients.map(async (steps, client) => {
			let at = client;
			for (const each of steps) {
				await pause(each.pause);
				const store = stores[at % stores.length];
				const session = sessions[each.session];
				if (store && session && !(await session.do(store, each))) at += 1;
			}
		}),
	);
	for (const { operations } of sessions) {
		if (!isLinearizable(recordModel, operations)) {
			throw new Error(
				`no order of these calls gives these answers:\n${operations.map(describeOne).join('\n')}`,
			);
		}
	}
}

/** A session of a history, and what was done with it. */
class RecordedSession {
	readonly operations: Operation<RecordCall, RecordAnswer>[] = [];
	readonly #id = freshSession();
	/** Versions that somebody was told, with the record's name and text; the newest last. */
	readonly #seen: { readonly name: RecordName; readonly version: string; readonly text: string }[] = [];
	#now = 0;
	#texts = 0;

	/** @returns false where the store is away */
	async do(store: RecordStore, { verb, shape, back, looks }: Step): Promise<boolean> {
		switch (verb) {
			case 'create': {
				const records = this.#write(NAMES.slice(0, 2 + (shape % 2)));
				return this.#record({ verb, records }, () =>
					store.create(this.#id, {
						records: { ...withLifetimes(records), state: { value: records.state, lifetime: LIFETIME } },
						largestEnvelope: 1_000,
					}),
				);
			}
			case 'read':
				return this.#read(store);
			case 'remove':
				return this.#record({ verb }, () => store.remove(this.#id));
			case 'change':
				return this.#change(store, CHANGES[shape] ?? STATE, back);
			case 'shorten':
			case 'lengthen': {
				const there = await this.#change(store, STATE, back, verb);
				if (verb === 'shorten' || !looks || !there || this.operations.length > MOST_LOOKED_AT) return there;
				await sleep(SOON + 1);
				return this.#read(store);
			}
		}
	}

	#read(store: RecordStore): Promise<boolean> {
		return this.#record({ verb: 'read', names: NAMES }, async () =>
			this.#textsOf(await store.read(this.#id, NAMES)),
		);
	}

	/** @param moving sets the end of the state that it writes, and of what the session was created with */
	#change(
		store: RecordStore,
		{ expected: name, write = [], remove = [], returning }: Shape,
		back: number,
		moving?: 'shorten' | 'lengthen',
	): Promise<boolean> {
		const lifetime = moving === 'shorten' ? SOON : LIFETIME;
		const known = this.#seen.filter((each) => each.name === name).at(-1 - back);
		const expected = { name, version: known?.version ?? 'none' };
		const texts = this.#write(write);
		const end: End = moving === 'shorten' ? `soon ${String(this.#texts)}` : 'late';
		const change: Change = {
			expected,
			write: withLifetimes(texts, moving ? NAMES : ['envelope'], lifetime),
			remove,
			...(returning && { returning }),
			...(moving && { [moving]: { asked: lifetime } }),
		};
		const call: ChangeCall = {
			verb: 'change',
			expected: { name, text: known?.text ?? 'none' },
			write: texts,
			remove,
			returning,
			ends: moving ? { state: end, asked: end } : { envelope: 'late' },
		};
		return this.#record(call, async () => {
			const changed = await store.change(this.#id, change);
			if (!changed) return undefined;
			const text = texts[name];
			if (text !== undefined) this.#see(name, { version: changed.version ?? 'none', value: text });
			return this.#textsOf(returning && changed.returned ? { [returning]: changed.returned } : {});
		});
	}

	async #record(input: RecordCall, action: () => Promise<RecordAnswer>): Promise<boolean> {
		const called = (this.#now += 1);
		const at = this.operations.push({ input, called, answer: undefined }) - 1;
		try {
			const output = await action();
			this.operations[at] = { input, called, answer: { at: (this.#now += 1), output } };
			return true;
		} catch (error) {
			if (error instanceof StoreUnavailable) return false;
			throw error;
		}
	}

	#write(names: readonly RecordName[]): Texts {
		this.#texts += 1;
		return Object.fromEntries(names.map((name) => [name, `${name} ${String(this.#texts)}`]));
	}

	#textsOf(records: StoredRecords): Texts {
		const entries = Object.entries(records) as [RecordName, StoredRecord][];
		return Object.fromEntries(entries.map(([name, record]) => [name, this.#see(name, record)]));
	}

	/** @throws where a version stands for two texts, or a text has two versions */
	#see(name: RecordName, { version, value }: StoredRecord): string {
		const text = String(value);
		const other = this.#seen.find(
			(each) => each.name === name && (each.version === version) !== (each.text === text),
		);
		if (other) throw new Error(`${version} is "${text}", but ${other.version} is "${other.text}"`);
		this.#seen.push({ name, version, text });
		return text;
	}
}

/** Records to write; those that are named have a lifetime of their own. */
function withLifetimes(texts: Texts, names: readonly RecordName[] = NAMES, lifetime = LIFETIME) {
	const entries = Object.entries(texts) as [RecordName, string][];
	return Object.fromEntries(
		entries.map(([name, value]) => [name, names.includes(name) ? { value, lifetime } : { value }]),
	) as Record<RecordName, { value: string; lifetime: number }>;
}

/** @param turns every other one lets all else of the process go on */
async function pause(turns: number): Promise<void> {
	for (let turn = 0; turn < turns; turn += 1) {
		if (turn % 2 === 0) await Promise.resolve();
		else await new Promise(setImmediate);
	}
}

function describeOne({ input, called, answer }: Operation<RecordCall, RecordAnswer>): string {
	const when = `${String(called)}–${String(answer?.at ?? '')}`;
	return `${when} ${JSON.stringify(input)} → ${answer ? JSON.stringify(answer.output) : 'no answer'}`;
}
