import type { RecordName, RecordStore } from '../../broker/storage/record-store';

/** Creates the records of a session in two steps. */
export const createsOneByOne = (store: RecordStore): RecordStore => ({
	...verbsOf(store),
	create: async (session, { records, largestEnvelope }) => {
		const { state, ...others } = records;
		if (!(await store.create(session, { records: { state }, largestEnvelope }))) return false;
		const { state: created } = await store.read(session, ['state']);
		if (!created) return true;
		await store.change(session, { expected: { name: 'state', version: created.version }, write: others });
		return true;
	},
});

/** Stores that do not keep a promise of the port, each made of one that does. */
export const BROKEN_STORES: Readonly<Record<string, (store: RecordStore) => RecordStore>> = {
	'that reads and then writes': (store) => ({
		...verbsOf(store),
		change: async (session, change) => {
			const { name, version } = change.expected;
			const { [name]: before } = await store.read(session, [name]);
			if (before?.version !== version) return undefined;
			await new Promise(setImmediate);
			for (;;) {
				const { [name]: now } = await store.read(session, [name]);
				if (!now) return undefined;
				const changed = await store.change(session, { ...change, expected: { name, version: now.version } });
				if (changed) return changed;
			}
		},
	}),
	'that creates a record after the other': createsOneByOne,
	'that removes a record after the other': (store) => ({
		...verbsOf(store),
		remove: async (session) => {
			const names: readonly RecordName[] = ['state', 'asked', 'envelope'];
			const { state } = await store.read(session, ['state']);
			let removed = false;
			for (const name of names) {
				const { [name]: record } = await store.read(session, [name]);
				if (!record) continue;
				const expected = { name, version: record.version };
				const changed = await store.change(session, { expected, remove: [name] });
				if (name === 'state' && changed) removed = true;
			}
			await store.remove(session);
			return removed || state !== undefined;
		},
	}),
	'whose reads are late': (store) => {
		const last = new Map<string, ReturnType<RecordStore['read']>>();
		return {
			...verbsOf(store),
			read: (session, names) => {
				const before = last.get(session);
				const now = store.read(session, names);
				now.catch(() => undefined);
				last.set(session, now);
				return before ?? now;
			},
		};
	},
	'that does not lengthen': (store) => ({
		...verbsOf(store),
		change: (session, change) => store.change(session, { ...change, lengthen: {} }),
	}),
	'that lengthens by writing anew': (store) => ({
		...verbsOf(store),
		change: async (session, { lengthen, ...change }) => {
			const { asked } = lengthen ? await store.read(session, ['asked']) : {};
			const again = { asked: { value: asked?.value, lifetime: lengthen?.asked ?? 0 } };
			return store.change(session, asked ? { ...change, write: { ...again, ...change.write } } : change);
		},
	}),
	'that makes a change twice': (store) => ({
		...verbsOf(store),
		change: async (session, change) => {
			const changed = await store.change(session, change);
			const { name } = change.expected;
			if (changed?.version === undefined) return changed;
			const again = await store.change(session, { ...change, expected: { name, version: changed.version } });
			return again ?? changed;
		},
	}),
};

function verbsOf(store: RecordStore): RecordStore {
	return {
		create: (session, created) => store.create(session, created),
		read: (session, names) => store.read(session, names),
		change: (session, change) => store.change(session, change),
		remove: (session) => store.remove(session),
		ping: () => store.ping(),
	};
}
