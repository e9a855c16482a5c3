/** Waiting cannot lead anywhere. `message` says what happened, `description` what to do next. */
export class AwaitError extends Error {
	override readonly name = 'AwaitError';
	constructor(
		message: string,
		readonly description: string,
	) {
		super(message);
	}
}
