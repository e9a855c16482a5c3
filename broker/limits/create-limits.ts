import { rateLimited, tooManySessions } from '../problem';
import type { ScriptRunner } from '../storage/script-runner';
import { WINDOW, type Counted, type Counters, type Take, type Taken } from './counters';
import { Credits, CREDITS_IN_PROCESS, CREDITS_SHARED } from './credits';
import type { LimitName } from './limit-table';
import type { Origin } from '../keys/origin';
import type { Limits, TakenLimits } from './limits';
import { MemoryCounters } from './memory-counters';
import { countedNetworks } from './networks';
import { NUMBERS } from './numbers';
import { MemoryPollPace, RedisPollPace, type PollPace } from './poll-pace';
import { rateLimitHeaders, secondsUntilEnd } from './rate-limit-headers';
import { RedisCounters } from './redis-counters';
import { WaitingPolls } from './waiting-polls';

/** What the limits are made with. */
export interface LimitOptions extends PaceOptions {
	/** Sessions that one API key may create in a minute, where its own entry does not say. */
	readonly createdPerKey: number;
	/** Sessions that one network may create in a minute. */
	readonly createdPerNetwork: number;
	/** Sessions that one API key may have open at once, where its own entry does not say. */
	readonly openSessions: number;
	/** Polls of one network that may wait on this broker. */
	readonly waitsPerNetwork: number;
	/** Polls of one API key that may wait on this broker. */
	readonly waitsPerKey: number;
	/** Called each time a limit is hit. */
	readonly onHit: (limit: LimitName) => void;
}

/** What the pace of polls is kept with. */
export interface PaceOptions {
	/** The Redis that brokers share; without it each counts for itself. */
	readonly scripts: ScriptRunner | undefined;
	/** Milliseconds of a second. */
	readonly second?: number;
	/** Milliseconds of a clock that does not jump. */
	readonly now?: () => number;
}

const NO_LIMITS: TakenLimits = { headers: {}, giveBack: () => undefined, spend: () => undefined };

/** The limits of a broker in use. */
export function createLimits(options: LimitOptions): Limits {
	const { scripts, onHit } = options;
	const now = options.now ?? performance.now.bind(performance);
	const length = WINDOW * (options.second ?? 1_000);
	const own = new MemoryCounters(length, now);
	const shared: Counters = scripts ? new RedisCounters(scripts, own, length, now) : own;
	const credits = new Credits(shared, scripts ? CREDITS_SHARED : CREDITS_IN_PROCESS, now);
	const pace = openPace(options);
	const waits = new WaitingPolls();

	const refuse = ({ refused, standings }: Taken): void => {
		if (!refused) return;
		onHit(refused.name);
		const standing = standings[refused.at];
		throw rateLimited(standing ? secondsUntilEnd(standing) : WINDOW, rateLimitHeaders(standings, standing));
	};
	/** @param counters those of this process for what need not be counted together */
	const take = async (windows: Take['windows'], counters = shared): Promise<TakenLimits> => {
		const taken = await counters.take({ windows });
		refuse(taken);
		let settled = false;
		return {
			headers: rateLimitHeaders(taken.standings),
			giveBack: () => {
				if (!settled) taken.giveBack();
				settled = true;
			},
			spend: () => {
				settled = true;
			},
		};
	};
	const takeCredit = async (network: string, mayWait: boolean) => {
		const credit = await credits.take(network, failuresOf(network), mayWait);
		if (!('refusal' in credit)) return credit;
		refuse(credit.refusal);
		throw new Error('a refused take names its limit');
	};

	return {
		takeCreation: ({ caller, network }) => {
			const byNetwork = perNetwork('created_by_network', network, options.createdPerNetwork);
			return take(
				caller
					? [perKey('created_by_key', caller.id, caller.createLimit ?? options.createdPerKey), ...byNetwork]
					: byNetwork,
			);
		},
		takeOpen: async (caller, session, lifetime) => {
			const allowed = caller.openSessions ?? options.openSessions;
			if (await shared.open({ owner: caller.id, session, lifetime, allowed })) return;
			onHit('open_sessions');
			throw tooManySessions(allowed);
		},
		leave: (owner, session) => {
			shared.leave(owner, session);
		},
		takeLookUp: async ({ network }, session) => {
			if (session === undefined) return { headers: {}, ...(await takeCredit(network, true)) };
			const calls = own.take({
				windows: [perKey('page_calls', `${network} ${session}`, NUMBERS.pageCalls)],
			});
			refuse(calls);
			try {
				const { giveBack, spend } = await takeCredit(network, true);
				return { headers: rateLimitHeaders(calls.standings), giveBack, spend };
			} catch (refusal) {
				calls.giveBack();
				throw refusal;
			}
		},
		takeFailure: async ({ network }) => {
			(await takeCredit(network, false)).spend();
		},
		takeWrongKey: async ({ network }) => {
			await take(perNetwork('wrong_keys', network, NUMBERS.wrongKeys));
		},
		takeCallback: ({ caller, network }, session) =>
			take([
				perKey('callbacks_by_session', session, NUMBERS.callbacks),
				...(caller
					? [perKey('callbacks_by_key', caller.id, caller.createLimit ?? options.createdPerKey)]
					: []),
				...perNetwork('callbacks_by_network', network, options.createdPerNetwork),
			]),
		takeCollection: async (_, session) => {
			await take([perKey('collections', session, NUMBERS.collections)], own);
		},
		takePoll: async (session, interval) => pace.take(session, interval),
		enterWait: ({ caller, network }, session) => {
			const entered = waits.enter([
				perKey('waits_by_session', session, NUMBERS.waits),
				...(caller ? [perKey('waits_by_key', caller.id, options.waitsPerKey)] : []),
				...perNetwork('waits_by_network', network, options.waitsPerNetwork),
			]);
			if (typeof entered === 'function') return entered;
			onHit(entered);
			return undefined;
		},
		close: () => {
			credits.close();
		},
	};
}

/** No limits at all, for load tests; agents keep the pace of their polls all the same. */
export function noLimits(options: PaceOptions): Limits {
	const pace = openPace(options);
	const taken = () => Promise.resolve(NO_LIMITS);
	const passed = () => Promise.resolve();
	return {
		takeCreation: taken,
		takeOpen: passed,
		leave: () => undefined,
		takeLookUp: taken,
		takeFailure: passed,
		takeWrongKey: passed,
		takeCallback: taken,
		takeCollection: passed,
		takePoll: async (session, interval) => pace.take(session, interval),
		enterWait: () => () => undefined,
		close: () => undefined,
	};
}

function openPace({
	scripts,
	second = 1_000,
	now = performance.now.bind(performance),
}: PaceOptions): PollPace {
	const own = new MemoryPollPace(second, now);
	return scripts ? new RedisPollPace(scripts, own, second) : own;
}

function perKey(name: LimitName, key: string, limit: number): Counted {
	return { name, key: `${name}:${key}`, limit };
}

/** Counted for a network and for the wider ones around it, the narrowest first. */
function perNetwork(
	name: LimitName,
	network: string,
	limit: number,
	heldTo = 1,
): readonly [Counted, ...Counted[]] {
	const [narrowest, ...wider] = countedNetworks(network).map((each) => ({
		name,
		key: `${name}:${each.network}`,
		limit: limit * each.factor,
		heldTo: limit * each.factor * heldTo,
	}));
	return [narrowest ?? perKey(name, network, limit), ...wider];
}

function failuresOf(network: Origin['network']): Take {
	const { failures, failuresInAll, failuresHeldTo } = NUMBERS;
	return {
		windows: perNetwork('failed_look_ups', network, failures, failuresHeldTo),
		inAll: perKey('failed_look_ups_in_all', 'all', failuresInAll),
	};
}
