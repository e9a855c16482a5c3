import { reaches } from './support/executions';
import { startTestbed, type Testbed } from './support/testbed';
import { left, OUTPUT, untilSuspended, suspended, textIn } from './support/suspended';

let testbed: Testbed;
beforeAll(async () => {
	testbed = await startTestbed({ broker: { LINKAUTH_CALLBACK_ALLOWED_HOSTS: '127.0.0.1' } });
});
afterAll(() => testbed.stop());

test('a broker that is gone: when the date passes, n8n goes on through Expired, and nothing leaves through Received', async () => {
	const { session } = testbed.n8n;
	const limited = await suspended(testbed, { options: { limitWait: 0.1 } });
	const unlimited = await suspended(testbed, {}, { ask: { expiresIn: 0.5 } });
	for (const { workflow } of [limited, unlimited]) await untilSuspended(testbed, workflow);
	await testbed.broker.stop('SIGKILL');
	const first = await reaches(session, limited.workflow, undefined, { within: 90_000 });
	expect([first.status, left(first)]).toEqual(['success', [0, 0, 1]]);
	expect(textIn(first, OUTPUT.expired, 'status')).toBe('timeout');
	expect(textIn(first, OUTPUT.expired, 'session')).toContain('la1.session.');
	const second = await reaches(session, unlimited.workflow, undefined, { within: 240_000 });
	expect([second.status, left(second)]).toEqual(['success', [0, 0, 1]]);
	expect(textIn(second, OUTPUT.expired, 'status')).toBe('expired');
	expect(textIn(second, OUTPUT.expired, 'detail')).toContain('has not called');
	expect(testbed.service.received).toEqual([]);
}, 400_000);
