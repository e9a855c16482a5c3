import { MemoryAdapter } from '../broker/storage/memory-adapter';

/** The broker's embedded store, which also remembers every record that was ever written to it. */
export class WatchedMemory extends MemoryAdapter {
	readonly #written: string[] = [];

	override set(key: string, value: string, ttl: number): void {
		this.#written.push(`${key} ${value}`);
		super.set(key, value, ttl);
	}

	/** Every record that was ever written, in its order, those included that are gone. */
	get written(): readonly string[] {
		return this.#written;
	}
}
