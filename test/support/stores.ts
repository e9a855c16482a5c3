import { describeWith } from './requirements';
import { startRedis, type RunningRedis } from './redis';

/** A store to run a suite on. */
export interface StoreUnderTest {
	/** As `LINKAUTH_STORE` has it. */
	readonly location: string;
	readonly redis: RunningRedis | undefined;
	stop(): Promise<void>;
}

/** Runs a suite over each store: memory, and Redis where it is installed, which it must be in CI. */
export function overEveryStore(suite: (start: () => Promise<StoreUnderTest>, name: string) => void): void {
	describe('memory', () => {
		suite(
			() => Promise.resolve({ location: 'memory:', redis: undefined, stop: () => Promise.resolve() }),
			'memory',
		);
	});
	describeRedis('Redis', () => {
		suite(async () => {
			const redis = await startRedis();
			return { location: redis.url, redis, stop: () => redis.stop() };
		}, 'Redis');
	});
}

/** A suite that needs Redis. */
export function describeRedis(name: string, suite: () => void): void {
	describeWith('Redis', name, suite);
}
