import { anyKeys } from '../support/agent';
import { SECRET_OF_FAULT, startBrokenBroker } from '../support/broken-broker';
import { call } from '../support/http';

test('of a fault that nobody thought of, a caller is told nothing, and the log where it happened', async () => {
	const broker = await startBrokenBroker();
	const { publicKey } = await anyKeys();
	const authorization = `Bearer pt_${'A'.repeat(43)}`;
	const answers = await Promise.all([
		call(broker.url, 'POST', '/v1/sessions', { body: { public_key: publicKey, template: 'api_key' } }),
		call(broker.url, 'GET', `/v1/sessions/${'0'.repeat(64)}`, { headers: { authorization } }),
		call(broker.url, 'GET', '/v1/connect/ABCD-1234'),
		call(broker.url, 'POST', '/v1/connect/ABCD-1234/confirm'),
		call(broker.url, 'GET', '/ready'),
	]);
	// Then all that it wrote has been read.
	await broker.stop();
	for (const answer of answers) {
		expect(answer.body).toEqual({
			type: 'about:blank',
			title: 'Internal Error',
			status: 500,
			detail: 'Something went wrong on our side. Try again.',
			code: 'internal_error',
		});
		expect(JSON.stringify(answer)).not.toContain(SECRET_OF_FAULT);
		// What the operator finds by the id that the caller was given.
		const faults = broker
			.log()
			.split('\n')
			.flatMap((line) => {
				const { requestId, err } = JSON.parse(line) as { requestId?: string; err?: object };
				return requestId === answer.headers['x-request-id'] && err ? [err] : [];
			});
		expect(faults).toEqual([expect.objectContaining({ type: 'TypeError' })]);
	}
	expect(broker.log()).not.toContain(SECRET_OF_FAULT);
});
