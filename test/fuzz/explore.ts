import fc from 'fast-check';

/** Cases of one run of everything in this folder: `LINKAUTH_FUZZ_CASES`. */
const ALL_CASES = Number(process.env['LINKAUTH_FUZZ_CASES'] ?? 12_000);

/** The seed of a run; another one each time. `LINKAUTH_FUZZ_SEED` repeats the run that printed it. */
const SEED = Number(process.env['LINKAUTH_FUZZ_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

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
 * @param check throws where the property does not hold
 * @throws what fast-check prints: the smallest case that fails, and the seed with which `LINKAUTH_FUZZ_SEED` finds it
 *   again
 */
export async function explore<Case>(
	cases: number,
	arbitrary: fc.Arbitrary<Case>,
	check: (one: Case) => Promise<void>,
): Promise<void> {
	const numRuns = Math.ceil(cases / CONCURRENCY);
	await Promise.all(
		Array.from({ length: CONCURRENCY }, (_, lane) =>
			fc.assert(fc.asyncProperty(arbitrary, check), {
				seed: SEED + lane,
				numRuns,
				interruptAfterTimeLimit: LONGEST_EXPLORATION,
				markInterruptAsFailure: true,
			}),
		),
	);
}
