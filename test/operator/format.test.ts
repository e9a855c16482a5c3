import { duration } from '../../broker/operator/duration';
import { Endings } from '../../broker/operator/endings';
import { endedLine, keyTable } from '../../broker/operator/format';
import type { SessionOutcome } from '../../broker/sessions/session-events';

test.each([
	[0, '0 s'],
	[119, '119 s'],
	[120, '2 min'],
	[7_199, '119 min'],
	[7_200, '2 h'],
	[172_799, '47 h'],
	[172_800, '2 d'],
])('%d seconds are %s', (seconds, text) => {
	expect(duration(seconds)).toBe(text);
});

test('what could not be ended is said', () => {
	expect(endedLine({ ended: 2, gone: 0, left: 0 })).toBe('2 ended.\n');
	expect(endedLine({ ended: 1, gone: 1, left: 0 })).toBe('1 ended, 1 had ended by themselves.\n');
	expect(endedLine({ ended: 0, gone: 0, left: 3 })).toContain('3 still open: no broker');
});

test('a key that is configured no more is shown as removed', () => {
	const nothing = {
		templates: null,
		max_ttl: null,
		open_sessions: null,
		create_limit: null,
		callback_hosts: null,
	};
	const key = { id: 'Old', name: null, values: 0, ...nothing, open: 4, configured: false };
	expect(keyTable({ keys: [key] })).toMatch(/^Old +removed +4 /m);
	expect(keyTable({ keys: [] })).toContain('anybody can create sessions');
});

test('endings are counted for an hour, and forgotten', () => {
	let now = 1_000_000_000_000;
	const endings = new Endings(() => now);
	const end = (outcome: SessionOutcome, key?: string) => {
		const rest = { sessionId: 's', at: now, createdAt: now, expiresAt: now, template: 't' };
		endings.changed({ outcome, ...rest, ...(key !== undefined && { key }) });
	};
	end('created', 'Finance');
	end('collected', 'Finance');
	end('expired');
	now += 30 * 60_000;
	end('collected', 'Finance');
	expect(endings.list().by_key.map(({ key, collected, expired }) => [key, collected, expired])).toEqual([
		['Finance', 2, 0],
		[null, 0, 1],
	]);
	expect(endings.list().since).toBe(new Date(1_000_000_000_000).toISOString());
	now += 31 * 60_000;
	expect(endings.list().by_key.map(({ key, collected }) => [key, collected])).toEqual([['Finance', 1]]);
	now += 60 * 60_000;
	expect(endings.list().by_key).toEqual([]);
});
