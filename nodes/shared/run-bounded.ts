/**
 * Runs a task for each index from 0, at most `limit` at a time.
 * @returns what each task gave, in order
 * @throws what the first failing task threw; no further task is started then
 */
export async function runBounded<Result>(
	count: number,
	limit: number,
	task: (index: number) => Promise<Result>,
): Promise<Result[]> {
	const results: Result[] = [];
	let next = 0;
	let failed = false;
	const work = async (): Promise<void> => {
		while (next < count && !failed) {
			const index = next++;
			results[index] = await task(index).catch((error: unknown) => {
				failed = true;
				throw error;
			});
		}
	};
	await Promise.all(Array.from({ length: Math.min(limit, count) }, work));
	return results;
}
