/**
 * The result of a call, or an error where it takes longer: a server that does not answer must not block its caller. An
 * answer that has arrived is taken, also where this process was too busy to read it in time.
 * @param timeoutMs milliseconds
 */
export function withTimeout<T>(call: Promise<T>, timeoutMs: number): Promise<T> {
	return new Promise((resolve, reject) => {
		const timer = setTimeout(() => {
			// Timers come before what sockets bring, and immediates after it.
			setImmediate(() => {
				reject(new Error(`no answer within ${String(timeoutMs)} ms`));
			});
		}, timeoutMs);
		void call.then(resolve, reject).then(() => {
			clearTimeout(timer);
		});
	});
}
