/** The store failed or did not answer in time. Says nothing about whether a record exists. */
export class StoreUnavailable extends Error {
	override readonly name = 'StoreUnavailable';
	/** @param operation a verb, completes "The store failed to …" */
	constructor(operation: string, cause: unknown) {
		super(`The store failed to ${operation}.`, { cause });
	}
}

/** The room that the store has left belongs to the sessions that there are; nothing was written. */
export class StoreFull extends Error {
	override readonly name = 'StoreFull';
	constructor() {
		super('The store is full.');
	}
}
