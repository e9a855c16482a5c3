import { receiverKey, Receivers } from '../../broker/callbacks/receivers';

test.each([
	['https://agent.example/a', 'https://agent.example:443/b?c', true],
	['https://agent.example/', 'https://AGENT.example/', true],
	['https://agent.example/', 'https://agent.example:8443/', false],
	['https://agent.example/', 'http://agent.example/', false],
	['https://agent.example/', 'https://other.example/', false],
])('%s and %s are one receiver: %s', (one, other, same) => {
	expect(receiverKey(one) === receiverKey(other)).toBe(same);
});

test('a receiver hangs from a call that was given up until one is answered', () => {
	const receivers = new Receivers();
	const receiver = receivers.at('https://agent.example/');
	expect([receiver.hangs, receiver.answers]).toEqual([false, false]);
	receivers.hung(receiver);
	expect([receiver.hangs, receiver.answers]).toEqual([true, false]);
	receivers.answered(receivers.at('https://agent.example/elsewhere'), 10);
	expect([receiver.hangs, receiver.answers]).toEqual([false, true]);
});

test('its average follows what its calls take', () => {
	const receivers = new Receivers();
	const receiver = receivers.at('https://agent.example/');
	for (let call = 0; call < 20; call += 1) receivers.answered(receiver, 2_000);
	expect(receiver.average).toBeGreaterThan(1_900);
	expect(receiver.average).toBeLessThan(2_001);
});

test('those that were called longest ago are forgotten, but none that is being called', () => {
	const receivers = new Receivers();
	const called = receivers.at('https://called.example/');
	called.underWay = 1;
	for (let index = 0; index < 12_000; index += 1) receivers.at(`https://agent-${String(index)}.example/`);
	expect(receivers.size).toBe(10_000);
	expect(receivers.at('https://called.example/')).toBe(called);
});
