/**
 * Something that whoever builds the workflow can put right. `message` says what happened and to which input,
 * `description` what to do next. Neither holds a value of a credential.
 */
export class LinkAuthError extends Error {
	override readonly name: string = 'LinkAuthError';
	constructor(
		message: string,
		readonly description: string,
	) {
		super(message);
	}
}

/** Why a sealed value could not be opened. */
export type SealFault =
	'missing' | 'not-sealed' | 'wrong-purpose' | 'other-key' | 'damaged' | 'no-key' | 'expired';

/** A sealed value could not be made or opened. */
export class SealedValueError extends LinkAuthError {
	override readonly name = 'SealedValueError';
	constructor(
		readonly fault: SealFault,
		message: string,
		description: string,
	) {
		super(message, description);
	}
}
