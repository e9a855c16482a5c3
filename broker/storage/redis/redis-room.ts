import type { StoreRoom } from '../storage';

/** Share of `maxmemory` from which on new sessions are refused: the rest belongs to those that there are. */
const FULL = 0.85;

/** How much of its memory a Redis uses: of a cluster, the server that has least left. */
export class RedisRoom {
	#used: number | undefined;

	/** @param memory `INFO memory` of every server that takes writes */
	constructor(private readonly memory: () => Promise<readonly string[]>) {}

	/** As it was when it was last looked at. */
	readonly room = (): StoreRoom => ({
		full: this.#used !== undefined && this.#used >= FULL,
		used: this.#used,
	});

	/** Looks again. */
	readonly look = async (): Promise<void> => {
		const shares = (await this.memory()).map(usedShare).filter((share) => share !== undefined);
		this.#used = shares.length > 0 ? Math.max(...shares) : undefined;
	};
}

/** @returns undefined where there is no `maxmemory` */
function usedShare(memory: string): number | undefined {
	const bytes = (name: string) => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(memory)?.[1] ?? 0);
	const maximum = bytes('maxmemory');
	// As Redis compares it: without buffers for replicas and the append-only file.
	return maximum > 0 ? (bytes('used_memory') - bytes('mem_not_counted_for_evict')) / maximum : undefined;
}
