import fc from 'fast-check';
import type { RecordName, RecordStore } from '../../broker/storage/record-store';
import type { Storage } from '../../broker/storage/storage';
import { explore, LONGEST_EXPLORATION, SEED } from '../fuzz/explore';
import { BROKEN_STORES, createsOneByOne } from '../support/broken-stores';
import { startCuttingProxy, type CuttingProxy } from '../support/cutting-proxy';
import { isLinearizable, type Operation } from '../support/linearizable';
import { answers, connectedStorage, openedStorage } from '../support/opened-storage';
import { checkHistory, plans, type Plan } from '../support/record-histories';
import {
	recordModel,
	type ChangeCall,
	type End,
	type RecordAnswer,
	type RecordCall,
} from '../support/record-model';
import { overEveryStore } from '../support/stores';
import { until } from '../support/until';

/** Histories of each store: `LINKAUTH_HISTORIES`. */
const HISTORIES = Number(process.env['LINKAUTH_HISTORIES'] ?? 24_000);
/** Of those of a Redis, one in so many has a broker that dies. */
const DEATHS = 12;
/** Histories within which a store that breaks a promise is found out. */
const FOUND_WITHIN = 10_000;
/** Milliseconds that may pass on a busy machine, for one answer and for all histories. */
const TIMEOUT = 30_000;
const LONGEST = 600_000;

overEveryStore((start, name) => {
	let brokers: Storage[];
	let port: number | undefined;
	beforeAll(async () => {
		const { location, redis } = await start();
		brokers = await Promise.all(
			Array.from({ length: redis ? 3 : 1 }, () => connectedStorage(location, { timeoutMs: TIMEOUT })),
		);
		port = redis?.port;
	});
	const stores = () => brokers.map(({ store }) => store);

	test(
		'every history of concurrent calls is one of calls in some order',
		async () => {
			const mortals = port === undefined ? undefined : new MortalBrokers(port);
			let count = 0;
			let deaths = 0;
			await explore(
				HISTORIES,
				plans,
				async (plan) => {
					count += 1;
					if (!mortals || count % DEATHS !== 0) await checkHistory(plan, stores());
					else if (await checkWithDeath(plan, stores(), mortals)) deaths += 1;
				},
				LONGEST,
			);
			const [all, killed] = [count, deaths].map((each) => each.toLocaleString('en'));
			const kills = mortals ? `, ${String(killed)} of them with a broker killed` : '';
			process.stderr.write(`${name}: ${String(all)} histories${kills}, seed ${String(SEED)}\n`);
			expect(count).toBeGreaterThanOrEqual(HISTORIES);
			if (mortals) expect(deaths).toBeGreaterThan(HISTORIES / DEATHS / 4);
		},
		LONGEST,
	);

	test.each(Object.entries(BROKEN_STORES))(
		'a store is found out %s',
		async (_, breaking) => {
			const broken = stores().map(breaking);
			const check = (plan: Plan) => checkHistory(plan, broken);
			await expectToBeFoundOut(check);
		},
		LONGEST_EXPLORATION,
	);

	if (name === 'Redis') {
		test('a store is found out that creates a record after the other, when its broker dies in between', async () => {
			const mortals = new MortalBrokers(port ?? 0);
			// One client that creates and looks, so that nothing but the death shows it.
			const check = async (plan: Plan) => {
				const [step] = plan.clients[0] ?? [];
				if (!step) return;
				const clients = [
					[
						{ ...step, verb: 'create' as const },
						{ ...step, verb: 'read' as const },
					],
				];
				// Between its first command and the others.
				const dies = { ...plan, created: false, clients, commandsUntilDeath: 1 };
				await checkWithDeath(dies, stores(), mortals, createsOneByOne);
			};
			await expectToBeFoundOut(check);
		});
	}
});

/** Expects a history that no sequential store gives, not just some fault. */
async function expectToBeFoundOut(check: (plan: Plan) => Promise<void>): Promise<void> {
	const found = fc.assert(fc.asyncProperty(plans, check), {
		seed: SEED,
		numRuns: FOUND_WITHIN,
		endOnFailure: true,
	});
	const message = expect.stringMatching(/no order of these calls|is ".*", but/) as string;
	await expect(found).rejects.toMatchObject({ cause: { message } });
}

/** Brokers of one test whose connections can be cut; each serves one history at a time, and connects again for the next. */
class MortalBrokers {
	readonly #idle: MortalBroker[] = [];

	constructor(private readonly port: number) {}

	async use<T>(action: (broker: MortalBroker) => Promise<T>): Promise<T> {
		const broker = this.#idle.pop() ?? (await this.#start());
		try {
			await until(() => answers(broker.storage));
			return await action(broker);
		} finally {
			this.#idle.push(broker);
		}
	}

	async #start(): Promise<MortalBroker> {
		const proxy = await startCuttingProxy(this.port);
		return { proxy, storage: await openedStorage(proxy.url, { timeoutMs: TIMEOUT }) };
	}
}

interface MortalBroker {
	readonly proxy: CuttingProxy;
	readonly storage: Storage;
}

/**
 * Checks a plan whose first client has a broker that dies.
 * @returns whether it died before the plan was through
 */
function checkWithDeath(
	plan: Plan,
	others: readonly RecordStore[],
	mortals: MortalBrokers,
	breaking = (store: RecordStore) => store,
): Promise<boolean> {
	return mortals.use(async ({ proxy, storage }) => {
		proxy.cutAfter(plan.commandsUntilDeath);
		let died = false;
		try {
			await checkHistory(plan, [breaking(storage.store), ...others]);
		} finally {
			died = proxy.restore();
		}
		return died;
	});
}

describe('the checker', () => {
	type Call = Operation<RecordCall, RecordAnswer>;
	const create: RecordCall = { verb: 'create', records: { state: 'a', asked: 'b' } };
	const read: RecordCall = { verb: 'read', names: ['state', 'asked', 'envelope'] };
	const remove: RecordCall = { verb: 'remove' };
	const change = (from: string, to: string, removed: RecordName[] = []): ChangeCall => ({
		verb: 'change',
		expected: { name: 'state', text: from },
		write: { state: to },
		remove: removed,
		returning: undefined,
	});
	/** A change after which the state ends then, and what is there besides. */
	const ending = (from: string, to: string, end: End): RecordCall => ({
		...change(from, to),
		ends: { state: end, asked: end },
	});
	/** A call from one moment to another. */
	const call = (input: RecordCall, called: number, at: number, output: RecordAnswer): Call => ({
		input,
		called,
		answer: { at, output },
	});
	const unanswered = (input: RecordCall, called: number): Call => ({ input, called, answer: undefined });

	test.each<[string, Call[]]>([
		['nothing', []],
		['one after the other', [call(create, 1, 2, true), call(read, 3, 4, { state: 'a', asked: 'b' })]],
		['a read beside a creation, before it', [call(create, 1, 4, true), call(read, 2, 3, {})]],
		[
			'a read beside a creation, after it',
			[call(create, 1, 4, true), call(read, 2, 3, { state: 'a', asked: 'b' })],
		],
		[
			'two that change, one of which comes too late',
			[call(create, 1, 2, true), call(change('a', 'c'), 3, 6, undefined), call(change('a', 'd'), 4, 5, {})],
		],
		[
			'what ends soon, which is there once more and then gone',
			[
				call(create, 1, 2, true),
				call(ending('a', 'c', 'soon 1'), 3, 4, {}),
				call(read, 5, 6, { state: 'c', asked: 'b' }),
				call(read, 7, 8, {}),
				call(create, 9, 10, true),
			],
		],
		[
			'what was shortened twice, of which one ends with the first time',
			[
				call(create, 1, 2, true),
				call(ending('a', 'c', 'soon 1'), 3, 4, {}),
				call(ending('c', 'd', 'soon 2'), 5, 6, {}),
				call(read, 7, 8, { state: 'd' }),
			],
		],
		[
			'no answer, and it happened long after',
			[
				unanswered(create, 1),
				call(read, 2, 3, {}),
				call(read, 4, 5, { state: 'a', asked: 'b' }),
				call(remove, 6, 7, true),
			],
		],
		[
			'no answer, and it did not happen',
			[unanswered(create, 1), call(read, 2, 3, {}), call(remove, 4, 5, false)],
		],
	])('accepts %s', (_, history) => {
		expect(isLinearizable(recordModel, history)).toBe(true);
	});

	test.each<[string, Call[]]>([
		['a read of what was never written', [call(read, 1, 2, { state: 'a' })]],
		['a read that is late', [call(create, 1, 2, true), call(read, 3, 4, {})]],
		['half a creation', [call(create, 1, 4, true), call(read, 2, 3, { state: 'a' })]],
		['half a creation without an answer', [unanswered(create, 1), call(read, 2, 3, { state: 'a' })]],
		['two creations', [call(create, 1, 3, true), call(create, 2, 4, true)]],
		['an id that is taken by nobody', [call(create, 1, 2, false)]],
		[
			'two changes of the same version',
			[call(create, 1, 2, true), call(change('a', 'c'), 3, 6, {}), call(change('a', 'd'), 4, 5, {})],
		],
		[
			'a change that is lost',
			[
				call(create, 1, 2, true),
				call(change('a', 'c'), 3, 4, {}),
				call(read, 5, 6, { state: 'a', asked: 'b' }),
			],
		],
		[
			'something that happened twice',
			[unanswered(create, 1), call(remove, 2, 3, true), call(read, 4, 5, { state: 'a', asked: 'b' })],
		],
		[
			'two readers who see an order each',
			[
				call(create, 1, 2, true),
				call(change('a', 'c'), 3, 10, {}),
				call(read, 4, 5, { state: 'c', asked: 'b' }),
				call(read, 6, 7, { state: 'a', asked: 'b' }),
			],
		],
		[
			'a state that outlives what was shortened with it',
			[
				call(create, 1, 2, true),
				call(ending('a', 'c', 'soon 1'), 3, 4, {}),
				call(read, 5, 6, { state: 'c' }),
			],
		],
		[
			'an end of what was lengthened',
			[
				call(create, 1, 2, true),
				call(ending('a', 'c', 'soon 1'), 3, 4, {}),
				call(ending('c', 'd', 'late'), 5, 6, {}),
				call(read, 7, 8, { state: 'd', asked: 'b' }),
				call(read, 9, 10, { state: 'd' }),
			],
		],
		[
			'a record that was over when it was lengthened, and is back',
			[
				call(create, 1, 2, true),
				call(ending('a', 'c', 'soon 1'), 3, 4, {}),
				call(ending('c', 'd', 'soon 2'), 5, 6, {}),
				call(read, 7, 8, { state: 'd' }),
				call(ending('d', 'e', 'late'), 9, 10, {}),
				call(read, 11, 12, { state: 'e', asked: 'b' }),
			],
		],
		['a removal that removed nothing', [call(create, 1, 2, true), call(remove, 3, 4, false)]],
		[
			'a record that a change should have removed',
			[
				call(create, 1, 2, true),
				call(change('a', 'c', ['asked']), 3, 4, {}),
				call(read, 5, 6, { state: 'c', asked: 'b' }),
			],
		],
	])('rejects %s', (_, history) => {
		expect(isLinearizable(recordModel, history)).toBe(false);
	});
});
