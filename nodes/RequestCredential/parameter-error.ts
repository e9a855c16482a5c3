/** A parameter of the node is not usable. `message` names it, `description` says what was expected. */
export class ParameterError extends Error {
	override readonly name = 'ParameterError';
	constructor(
		message: string,
		readonly description: string,
	) {
		super(message);
	}
}
