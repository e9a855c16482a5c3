import { NAMESPACE } from '../record-keys';
import type { Script, ScriptRunner } from '../script-runner';

/** Counts as one that writes, though it does not: a server that would refuse to write refuses it too. */
const TIME: Script = {
	name: 'answer',
	lua: `#!lua flags=allow-oom
return redis.call('TIME')`,
};

/** Any, so that a cluster always asks the same server. */
const KEYS = [`${NAMESPACE}::clock`];

/**
 * Redis' clock, as far as this broker knows it: its own steady one, and how far that is from Redis'. What the system's
 * clock says, and how it is set, makes no difference once Redis has answered.
 */
export class RedisClock {
	/** Milliseconds between this process' start and the epoch. */
	#offset = performance.timeOrigin;
	#known = false;

	constructor(private readonly scripts: ScriptRunner) {}

	/** Milliseconds since the epoch. */
	readonly now = (): number => Math.floor(performance.now() + this.#offset);

	/**
	 * Asks Redis what time it is. The offset is changed by no more than the answer requires: it was given at some moment
	 * between question and answer.
	 * @throws StoreUnavailable
	 */
	async learn(): Promise<void> {
		const asked = performance.now();
		const [seconds, microseconds] = (await this.scripts.run(TIME, KEYS, [])) as [string, string];
		const answered = performance.now();
		const time = Number(seconds) * 1_000 + Number(microseconds) / 1_000;
		const [least, most] = [time - answered, time - asked];
		this.#offset = this.#known ? Math.min(Math.max(this.#offset, least), most) : (least + most) / 2;
		this.#known = true;
	}
}
