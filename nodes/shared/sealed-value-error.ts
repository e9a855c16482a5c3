/** Why a sealed value could not be opened. */
export type SealFault =
	'missing' | 'not-sealed' | 'wrong-purpose' | 'other-key' | 'damaged' | 'no-key' | 'expired';

/** A sealed value could not be opened. `message` says what happened, `description` what to do next. */
export class SealedValueError extends Error {
	override readonly name = 'SealedValueError';
	constructor(
		readonly fault: SealFault,
		message: string,
		readonly description: string,
	) {
		super(message);
	}
}
