/** The store failed or did not answer in time. Says nothing about whether a record exists. */
export class StoreUnavailable extends Error {
	override readonly name = 'StoreUnavailable';
	constructor(operation: string, cause: unknown) {
		super(`The store failed to ${operation}.`, { cause });
	}
}

/** The memory store has reached its ceiling; nothing was written. */
export class StoreFull extends Error {
	override readonly name = 'StoreFull';
	constructor() {
		super('The memory store is full.');
	}
}
