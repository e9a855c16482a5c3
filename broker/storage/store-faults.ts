/** The store did not do what it was asked to, or not in time. Says nothing about whether a record exists. */
export class StoreUnavailable extends Error {
	override readonly name = 'StoreUnavailable';
	constructor(operation: string, cause: unknown) {
		super(`The store failed to ${operation}.`, { cause });
	}
}

/** The embedded store has reached its ceiling; nothing was written. */
export class StoreFull extends Error {
	override readonly name = 'StoreFull';
	constructor() {
		super('The embedded store is full.');
	}
}
