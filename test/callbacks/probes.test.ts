import { createServer, type AddressInfo } from 'node:net';
import { Probes } from '../../broker/callbacks/probes';
import type { CallbackResult } from '../../broker/callbacks/callback-results';
import { AllowedDestinations } from '../../broker/outbound/allowed-destinations';
import { DestinationRefused } from '../../broker/outbound/guarded-request';
import { cleanup } from '../support/cleanup';
import { freePort } from '../support/free-port';

const TIMES = { reachTimeout: 600, callbackQuick: 200 };

/** Probes of which none ends by itself where the name is to be resolved. */
function probes(resolver: () => Promise<string[]> = () => new Promise(() => undefined)) {
	const results: CallbackResult[] = [];
	let asked = 0;
	const all = new Probes({
		outbound: {
			allowed: new AllowedDestinations(['127.0.0.1']),
			resolver: () => {
				asked += 1;
				return resolver();
			},
		},
		timings: TIMES,
		onResult: (result) => results.push(result),
	});
	return { all, results, asked: () => asked };
}

const rateLimited = expect.objectContaining({ code: 'rate_limited' }) as unknown;
const addresses = (number: number) =>
	Array.from({ length: number }, (_, index) => `https://hangs-${String(index)}.example/`);

test('says whether somebody listens', async () => {
	const { all, results } = probes();
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	cleanup(server, () => server.close());
	const { port } = server.address() as AddressInfo;
	expect(await all.reach(`http://127.0.0.1:${String(port)}/`, 'network')).toBe(true);
	expect(await all.reach(`http://127.0.0.1:${String(await freePort())}/`, 'network')).toBe(false);
	expect(results).toEqual(['probed', 'probed']);
});

test('refuses an address that resolves to one which is not called', async () => {
	const { all } = probes(() => Promise.resolve(['10.0.0.1']));
	await expect(all.reach('https://inside.example/', 'network')).rejects.toThrow(DestinationRefused);
});

test('one network has a few at a time, and others go on', async () => {
	const { all, results } = probes();
	const thirty = addresses(30).map((address) => all.reach(address, 'one'));
	const first = await Promise.allSettled(thirty);
	const outcomes = first.map((each) => (each.status === 'fulfilled' ? each.value : (each.reason as unknown)));
	expect(outcomes).toEqual([
		...Array.from({ length: 4 }, () => false),
		...Array.from({ length: 26 }, () => rateLimited),
	]);
	expect(results.filter((result) => result === 'unprobed')).toHaveLength(26);
});

test('all networks together have a bounded number at a time, and room again soon', async () => {
	const { all } = probes();
	const outcomes = await Promise.allSettled(
		addresses(100).map((address, index) => all.reach(address, `network ${String(index)}`)),
	);
	expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(32);
	const again = await Promise.allSettled([all.reach('https://one-more.example/', 'network 0')]);
	expect(again).toEqual([{ status: 'fulfilled', value: false }]);
});

test('whoever asks for the same receiver meanwhile shares the answer', async () => {
	const { all, results, asked } = probes();
	const both = ['one', 'other'].map((network) => all.reach('https://same.example/a', network));
	expect(await Promise.all([...both, all.reach('https://same.example/b', 'one')])).toEqual([
		false,
		false,
		false,
	]);
	expect([results, asked()]).toEqual([['probed'], 1]);
	await all.reach('https://same.example/a', 'one');
	expect(asked()).toBe(2);
});
