/*
 * Stops what tests start, also where a test fails: what was started during a test after that test, everything else
 * after the last test of the file; the last that was started first.
 */
type Stop = () => unknown;

const ofTest: Stop[] = [];
const ofFile: Stop[] = [];
let duringTest = false;

/** Calls a function when the current test, or outside of one the whole file, has ended. It may have been called before. */
export function onCleanup(stop: Stop): void {
	(duringTest ? ofTest : ofFile).push(stop);
}

// The programs that prepare a run import what starts things too, and have no tests.
if ('beforeEach' in globalThis) {
	beforeEach(() => {
		duringTest = true;
	});
	afterEach(async () => {
		duringTest = false;
		await runAll(ofTest);
	});
	afterAll(() => runAll(ofFile));
}

async function runAll(stops: Stop[]): Promise<void> {
	const errors: unknown[] = [];
	for (let stop = stops.pop(); stop; stop = stops.pop()) {
		try {
			await stop();
		} catch (error) {
			errors.push(error);
		}
	}
	if (errors.length > 0) throw new AggregateError(errors, 'not everything could be stopped');
}
