import { reaches } from './support/executions';
import { startScene, type Scene } from './support/scene';
import { left, OUTPUT, parked, suspended, textIn } from './support/suspended';

let scene: Scene;
beforeAll(async () => {
	scene = await startScene({ broker: { LINKAUTH_CALLBACK_ALLOWED_HOSTS: '127.0.0.1' } });
});
afterAll(() => scene.stop());

test('a broker that is gone: when the date passes, n8n goes on through Expired, and nothing leaves through Received', async () => {
	const { session } = scene.n8n;
	const limited = await suspended(scene, { options: { limitWait: 0.1 } });
	const unlimited = await suspended(scene, {}, { ask: { expiresIn: 0.5 } });
	for (const { workflow } of [limited, unlimited]) await parked(scene, workflow);
	await scene.broker.stop('SIGKILL');
	const first = await reaches(session, limited.workflow, undefined, { within: 90_000 });
	expect([first.status, left(first)]).toEqual(['success', [0, 0, 1]]);
	expect(textIn(first, OUTPUT.expired, 'status')).toBe('timeout');
	expect(textIn(first, OUTPUT.expired, 'session')).toContain('la1.session.');
	const second = await reaches(session, unlimited.workflow, undefined, { within: 240_000 });
	expect([second.status, left(second)]).toEqual(['success', [0, 0, 1]]);
	expect(textIn(second, OUTPUT.expired, 'status')).toBe('expired');
	expect(textIn(second, OUTPUT.expired, 'detail')).toContain('has not called');
	expect(scene.service.received).toEqual([]);
}, 400_000);
