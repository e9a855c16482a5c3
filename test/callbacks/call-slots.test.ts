import { CallSlots, NoAnswer, type Share, type Slot } from '../../broker/callbacks/call-slots';
import { Receivers, type Receiver } from '../../broker/callbacks/receivers';
import { cleanup } from '../support/cleanup';
import { until } from '../support/until';

/** Milliseconds. */
const NEVER = 60_000;
const SIZES = { quick: 4, slow: 8, receiver: 3, quickTime: NEVER, timeout: NEVER };
const SOON = 20;

const ofKey: Share = { key: 'key one', quick: 2, slow: 4 };

let receivers: Receivers;
let count = 0;
beforeEach(() => {
	receivers = new Receivers();
});

/** A receiver that nobody has called. */
const anyReceiver = () => receivers.at(`https://receiver-${String((count += 1))}.example/`);

function taken(slots: CallSlots, receiver: Receiver = anyReceiver(), shares: readonly Share[] = []): Slot {
	expect(slots.obstacle(receiver, shares)).toBeUndefined();
	let left = false;
	const slot = slots.take(receiver, shares, () => undefined);
	const leave = () => {
		if (!left) slot.leave();
		left = true;
	};
	return cleanup({ ...slot, leave }, leave);
}

const several = <T>(number: number, make: () => T) => Array.from({ length: number }, make);

test('as many calls begin as the quick lane has slots, to a receiver as many as one may have', () => {
	const slots = new CallSlots(SIZES);
	const receiver = anyReceiver();
	const three = several(3, () => taken(slots, receiver));
	expect(slots.obstacle(receiver, [])?.key).toBe(receiver.key);
	three[0]?.leave();
	taken(slots, receiver);
	const last = taken(slots);
	expect([slots.obstacle(anyReceiver(), [])?.key, slots.hasRoom]).toEqual(['all', false]);
	last.leave();
	expect([slots.obstacle(anyReceiver(), []), slots.hasRoom]).toEqual([undefined, true]);
});

test('a share bounds the calls that have something in common, also where that is found out later', () => {
	const slots = new CallSlots(SIZES);
	const first = taken(slots);
	expect(first.join(ofKey)).toBeUndefined();
	const second = taken(slots, anyReceiver(), [ofKey]);
	expect(slots.obstacle(anyReceiver(), [ofKey])?.key).toBe('key one');
	expect(taken(slots).join(ofKey)?.key).toBe('key one');
	first.leave();
	second.leave();
	several(2, () => taken(slots, anyReceiver(), [ofKey]));
});

test('calls that are not answered soon make room for others, and are not ended for it', async () => {
	const slots = new CallSlots({ ...SIZES, quickTime: SOON });
	let room = 0;
	const held = several(4, () => slots.take(anyReceiver(), [], () => (room += 1)));
	cleanup(held, () => {
		for (const slot of held) slot.leave();
	});
	expect(slots.hasRoom).toBe(false);
	await until(() => slots.hasRoom && room === 4);
	several(4, () => taken(slots));
	expect(held.map(({ signal }) => signal.aborted)).toEqual([false, false, false, false]);
});

test('where the slow lane is full, that call is ended which took longest, of a receiver that has not answered', async () => {
	const slots = new CallSlots({ ...SIZES, quick: 16, quickTime: SOON });
	const known = anyReceiver();
	receivers.answered(known, 3_000);
	const first = taken(slots, known);
	const others = several(7, () => taken(slots));
	await until(() => slots.hasRoom);
	await pause();
	expect([first, ...others].filter(({ signal }) => signal.aborted)).toEqual([]);
	several(2, () => taken(slots));
	await until(() => others[1]?.signal.aborted === true);
	expect(others.map(({ signal }) => signal.aborted)).toEqual([
		true,
		true,
		...Array.from({ length: 5 }, () => false),
	]);
	expect(others[0]?.signal.reason).toBeInstanceOf(NoAnswer);
	expect(first.signal.aborted).toBe(false);
});

test('calls of a share end calls of that share where it has too many', async () => {
	const slots = new CallSlots({ ...SIZES, quickTime: SOON });
	const other = taken(slots);
	const own = several(2, () => taken(slots, anyReceiver(), [ofKey]));
	await pause();
	own.push(...several(2, () => taken(slots, anyReceiver(), [ofKey])));
	await pause();
	own.push(...several(2, () => taken(slots, anyReceiver(), [ofKey])));
	await until(() => own[1]?.signal.aborted === true);
	expect(own.map(({ signal }) => signal.aborted)).toEqual([true, true, false, false, false, false]);
	expect(other.signal.aborted).toBe(false);
});

test('a receiver that hangs is called one call at a time, and only where the slow lane is not half full', () => {
	const slots = new CallSlots(SIZES);
	const hanging = () => {
		const receiver = anyReceiver();
		receivers.hung(receiver);
		return receiver;
	};
	const first = hanging();
	taken(slots, first);
	expect(slots.obstacle(first, [])?.key).toBe(first.key);
	several(3, () => taken(slots, hanging()));
	const last = hanging();
	expect(slots.obstacle(last, [])?.key).toBe('slow all');
	// They hold no slot of the quick lane.
	several(4, () => taken(slots));
	receivers.answered(last, 10);
	expect(slots.obstacle(last, [])?.key).toBe('all');
});

test('a call is given up when its time is over', async () => {
	const slots = new CallSlots({ ...SIZES, timeout: SOON });
	const slot = taken(slots);
	await until(() => slot.signal.aborted);
	expect(slot.signal.reason).toBeInstanceOf(NoAnswer);
});

/** Longer than a call stays in the quick lane. */
const pause = () => new Promise((resolve) => setTimeout(resolve, 5 * SOON));
