/** Ends something that was started; may be called where it has ended already. */
type Stop = () => unknown;

const ofTest: Stop[] = [];
const ofFile: Stop[] = [];
let current = ofFile;

/**
 * Sees to it that what was started is stopped, whatever happens to the test that started it: at the end of the test, or,
 * for what is started outside of tests (`beforeAll`), at the end of the file. Servers, brokers and browsers of
 * `test/support` register themselves.
 * @example const broker = cleanup(await startSomething(), (it) => it.stop());
 */
export function cleanup<T>(started: T, stop: (started: T) => unknown): T {
	current.push(() => stop(started));
	return started;
}

/** Installs the hooks; jest does so before each file. */
export function stopWhatTestsStart(): void {
	beforeEach(() => {
		current = ofTest;
	});
	afterEach(async () => {
		current = ofFile;
		await stopAll(ofTest);
	});
	afterAll(() => stopAll(ofFile));
}

/** The last that was started first; all of them, even where one cannot be stopped, which then fails the test. */
async function stopAll(stops: Stop[]): Promise<void> {
	const failures: unknown[] = [];
	for (let stop = stops.pop(); stop; stop = stops.pop()) {
		try {
			await stop();
		} catch (error) {
			failures.push(error);
		}
	}
	if (failures.length > 0) throw new AggregateError(failures, 'not everything could be stopped');
}
