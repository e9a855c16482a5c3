import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import pino from 'pino';
import { answerProblems } from '../../broker/http/answer-problems';
import type { Context } from '../../broker/http/context';
import { StoreFull, StoreUnavailable } from '../../broker/storage/store-faults';
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

describe('an error that is no problem', () => {
	const secret = 'sk-internal-6f1d';

	test.each([
		['of the store', new StoreUnavailable('read', new Error(secret)), 503, 'store_unavailable'],
		['of a full store', new StoreFull(), 503, 'store_full'],
		['of our own', new TypeError(secret), 500, 'internal_error'],
		['that is no Error', secret, 500, 'internal_error'],
	])('%s is answered without its message', async (_, error, status, code) => {
		const url = await serveFailing(answerProblems(pino({ level: 'silent' })), error);
		const answer = await call(url, 'GET', '/');
		expect([answer.status, answer.body['status'], answer.body['code']]).toEqual([status, status, code]);
		expect(answer.headers['content-type']).toBe('application/problem+json');
		expect(JSON.stringify(answer)).not.toContain(secret);
	});
});

/** Serves a middleware before one that throws. */
async function serveFailing(middleware: ReturnType<typeof answerProblems>, error: unknown): Promise<string> {
	const app = new Koa();
	app.use((context, next) => {
		context.state['notes'] = {};
		return middleware(context as unknown as Context, next);
	});
	app.use(() => {
		throw error;
	});
	const handle = app.callback();
	const server: Server = createServer((request, response) => void handle(request, response));
	cleanup(server, () => {
		server.closeAllConnections();
		server.close();
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}
