import { unwatchFile, watchFile } from 'node:fs';
import type { ApiKey } from './api-key';
import { BadKeysFile, readKeysFile } from './read-keys-file';

/** What a keyring is made with. */
export interface KeyringOptions {
	/** The keys of the environment, which stay as long as the process. */
	readonly fixed: readonly ApiKey[];
	/** A file of more, which is reloaded when it changes; undefined where there is none. */
	readonly file: string | undefined;
	/** Milliseconds between two checks whether the file has changed. */
	readonly interval: number;
	/** Called after each reload, with the number of keys or why the file cannot be used. */
	readonly onReload: (result: { readonly keys: number } | { readonly fault: string }) => void;
}

/**
 * The keys that are valid now. A file that changes is reloaded, so that keys are rotated without a restart; one that
 * cannot be used any more leaves the keys as they were.
 */
export class Keyring {
	#keys: readonly ApiKey[];
	readonly #listeners = new Set<(removed: readonly string[]) => void>();

	/** @throws BadKeysFile where the file cannot be used from the start */
	constructor(private readonly options: KeyringOptions) {
		const { fixed, file, interval } = options;
		this.#keys = file === undefined ? fixed : [...fixed, ...readKeysFile(file)];
		if (file !== undefined) {
			watchFile(file, { interval, persistent: false }, () => {
				this.#reload();
			});
		}
	}

	get keys(): readonly ApiKey[] {
		return this.#keys;
	}

	/** Whether callers need a key: also where the file holds none. */
	get required(): boolean {
		return this.options.file !== undefined || this.#keys.length > 0;
	}

	/**
	 * Calls back after each reload, with the ids of the keys that were there and are not any more.
	 * @returns ends it
	 */
	onRemoved(listener: (removed: readonly string[]) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	close(): void {
		if (this.options.file !== undefined) unwatchFile(this.options.file);
	}

	#reload(): void {
		const { fixed, file, onReload } = this.options;
		if (file === undefined) return;
		try {
			const before = this.#keys;
			this.#keys = [...fixed, ...readKeysFile(file)];
			onReload({ keys: this.#keys.length });
			const left = new Set(this.#keys.map(({ id }) => id));
			const removed = new Set(before.map(({ id }) => id).filter((id) => !left.has(id)));
			for (const listener of this.#listeners) listener([...removed]);
		} catch (error) {
			if (!(error instanceof BadKeysFile)) throw error;
			onReload({ fault: error.message });
		}
	}
}
