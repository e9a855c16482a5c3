import fc from 'fast-check';

/** Cases of one run of everything in this folder: `LINKAUTH_FUZZ_CASES`. */
const ALL_CASES = Number(process.env['LINKAUTH_FUZZ_CASES'] ?? 12_000);

/** The seed of a run; another one each time. `LINKAUTH_FUZZ_SEED` repeats the run that printed it. */
export const SEED = Number(process.env['LINKAUTH_FUZZ_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

/** What each suite has of all cases, in hundredths. */
const SHARES = {
	requests: 26,
	bodies: 25,
	secrets: 17,
	'one after the other': 10,
	'all at once': 6,
	'two brokers': 4,
	connections: 12,
} as const;

/** A suite with a share of the cases. */
export type Suite = keyof typeof SHARES;

/** Properties that are explored at the same time, each over cases of its own. */
const CONCURRENCY = 12;

/** Milliseconds that one exploration may take, looking for the smallest case that fails included. */
export const LONGEST_EXPLORATION = 120_000;

/** Cases that a suite tries, all its properties together. */
export function casesOf(suite: Suite): number {
	return Math.ceil((ALL_CASES * SHARES[suite]) / 100);
}

/**
 * Tries a property on so many cases, several at once.
 * @param longest milliseconds that it may take
 * @param check throws where the property does not hold
 * @throws what fast-check prints: the smallest case that fails, and the seed with which `LINKAUTH_FUZZ_SEED` finds it
 *   again
 */
export async function explore<Case>(
	cases: number,
	arbitrary: fc.Arbitrary<Case>,
	check: (one: Case) => Promise<void>,
	longest = LONGEST_EXPLORATION,
): Promise<void> {
	const numRuns = Math.ceil(cases / CONCURRENCY);
	let failed = false;
	const lanes = Array.from({ length: CONCURRENCY }, async (_, lane) => {
		let own = false;
		const property = fc.asyncProperty(arbitrary, async (one) => {
			// Where another lane has found something, nothing goes on behind the test's back.
			if (failed && !own) return;
			try {
				await check(one);
			} catch (error) {
				failed = own = true;
				throw error;
			}
		});
		await fc.assert(property, {
			seed: SEED + lane,
			numRuns,
			interruptAfterTimeLimit: longest,
			markInterruptAsFailure: true,
		});
	});
	const failure = (await Promise.allSettled(lanes)).find(({ status }) => status === 'rejected');
	if (failure?.status === 'rejected') throw failure.reason;
}
