import type { StoreRoom } from '../storage';

/** Share of `maxmemory` from which on new sessions are refused: the rest belongs to those that there are. */
const FULL = 0.85;

/** How much of its memory a Redis uses: of a cluster, the server that has least left. */
export class RedisRoom {
	#room: StoreRoom = { full: false, used: undefined };

	/** @param memory `INFO memory` of every server that takes writes */
	constructor(private readonly memory: () => Promise<readonly string[]>) {}

	/** As it was when it was last looked at. */
	readonly room = (): StoreRoom => this.#room;

	/** Looks again. */
	readonly look = async (): Promise<void> => {
		const servers = (await this.memory()).map(roomOf);
		const shares = servers.map(({ used }) => used).filter((used) => used !== undefined);
		this.#room = {
			full: servers.some(({ full }) => full),
			used: shares.length > 0 ? Math.max(...shares) : undefined,
		};
	};
}

/** @param memory `INFO memory` of one server */
function roomOf(memory: string): StoreRoom {
	const field = (name: string) => new RegExp(`^${name}:(\\S+)`, 'm').exec(memory)?.[1];
	const bytes = (name: string) => Number(field(name) ?? 0);
	const maximum = bytes('maxmemory');
	if (maximum === 0) return { full: false, used: undefined };
	// As Redis compares it: without buffers for replicas and the append-only file.
	const used = (bytes('used_memory') - bytes('mem_not_counted_for_evict')) / maximum;
	// One that evicts is as full as it can be all the time, and makes room for what is new.
	return { full: used >= FULL && field('maxmemory_policy') === 'noeviction', used };
}
