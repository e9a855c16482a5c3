/** A credential does not fit into the request it is meant for. Names fields, never their values. */
export class PlacementError extends Error {
	override readonly name = 'PlacementError';
	constructor(
		message: string,
		readonly description: string,
	) {
		super(message);
	}
}
