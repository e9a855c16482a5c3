/**
 * The result of a call, or a fault where it takes too long: a server that does not answer must never be a wait.
 * @param milliseconds of patience
 */
export function withinPatience<T>(call: Promise<T>, milliseconds: number): Promise<T> {
	return new Promise((resolve, reject) => {
		const timer = setTimeout(() => {
			reject(new Error(`no answer within ${String(milliseconds)} ms`));
		}, milliseconds);
		call.then(resolve, reject).finally(() => {
			clearTimeout(timer);
		});
	});
}
