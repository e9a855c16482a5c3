/** An entry that was taken off a {@link DueList} for a while. */
export interface DueEntry {
	readonly id: string;
	/** Which taking this is: what is done about it later has no effect once the entry was set again or taken by another. */
	readonly lease: string;
}

/**
 * Ids by when something is due for them, by the store's clock: a list that survives the broker which wrote it, so that
 * any broker can take what is due. Every method throws {@link StoreUnavailable} where the store cannot be reached.
 */
export interface DueList {
	/** Sets when an id is due, over whatever was set before; a lease of it ends. @param delay milliseconds from now */
	set(id: string, delay: number): Promise<void>;
	/** Sets when an id is due, unless it is due sooner already: then its lease goes on. @param delay milliseconds from now */
	advance(id: string, delay: number): Promise<void>;
	/** Takes an id off the list, whoever has a lease of it. */
	remove(id: string): Promise<void>;
	/**
	 * Takes entries that are due, the longest due first. Each is atomically set to be due again after the lease: of all
	 * brokers one alone gets it, and another one gets it then if that one dies.
	 * @param lease milliseconds
	 */
	take(lease: number, limit: number): Promise<readonly DueEntry[]>;
	/**
	 * Settles a taken entry: takes it off the list, or sets when it is due again. Has no effect where the entry was set,
	 * removed or taken since.
	 * @param delay milliseconds from now; undefined takes it off
	 * @returns whether it had an effect
	 */
	settle(entry: DueEntry, delay?: number): Promise<boolean>;
}
