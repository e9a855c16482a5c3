/**
 * The result of a call, or an error where it takes longer: a server that does not answer must not block its caller.
 * @param timeoutMs milliseconds
 */
export function withTimeout<T>(call: Promise<T>, timeoutMs: number): Promise<T> {
	return new Promise((resolve, reject) => {
		const timer = setTimeout(() => {
			reject(new Error(`no answer within ${String(timeoutMs)} ms`));
		}, timeoutMs);
		void call.then(resolve, reject).then(() => {
			clearTimeout(timer);
		});
	});
}
