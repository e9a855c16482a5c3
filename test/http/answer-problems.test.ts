import { startBrokenBroker } from '../openapi/broken-broker';
import { startBroker } from '../support/broker';
import { cleanup } from '../support/cleanup';
import { call } from '../support/http';

test('an unknown address is 404 and an unknown method 405 with Allow, both problem documents', async () => {
	const broker = await startBroker();
	const unknown = await call(broker.url, 'GET', '/v2/nothing');
	const method = await call(broker.url, 'PUT', '/v1/sessions');
	expect(unknown.body).toMatchObject({ status: 404, code: 'not_found' });
	expect(method.body).toMatchObject({ status: 405, code: 'method_not_allowed' });
	expect(method.headers['allow']).toBe('POST');
	expect((await call(broker.url, 'PROPFIND', '/v1/sessions')).status).toBe(405);
	expect(broker.log()).not.toContain('unexpected error');
});

test('an unexpected error is answered without its message', async () => {
	const broker = cleanup(await startBrokenBroker(), (broken) => broken.stop());
	const answer = await call(broker.url, 'GET', '/v1/connect/AAAA-AAAA');
	expect(answer.status).toBe(500);
	expect(answer.headers['content-type']).toBe('application/problem+json');
	expect(answer.body).toEqual({
		type: 'about:blank',
		title: 'Internal Error',
		status: 500,
		detail: 'Something went wrong on our side. Try again.',
		code: 'internal_error',
	});
	expect(JSON.stringify(answer)).not.toContain('secret');
});
