import { createSession } from '../support/agent';
import { startBroker } from '../support/broker';
import { person } from '../support/person';
import { startRedis } from '../support/redis';
import { describeRedis } from '../support/stores';
import { formsOf } from '../support/secret-forms';

/** Searches the store and the log for what each of the parties knows. */
describeRedis('what the broker keeps and what it says', () => {
	test('neither the store nor the log ever holds the credential, the code or a token, in any form', async () => {
		const redis = await startRedis();
		const broker = await startBroker({ LINKAUTH_STORE: redis.url, LINKAUTH_LOG_LEVEL: 'trace' });
		const secret = 'sk-round-trip-8f2b1c9d7e';
		const session = await createSession(broker.url);
		const { code, poll_token } = session.reply;
		const dumps = [await redis.dump()];
		const { connect_token } = (await person.confirm(broker.url, code)).body;
		dumps.push(await redis.dump());
		const other = await createSession(broker.url);
		await person.give(broker.url, other.reply.code, { api_key: secret });
		dumps.push(await redis.dump());
		expect(await other.open((await other.poll({ 'idempotency-key': 'key-0123456789abcdef' })).body)).toEqual({
			api_key: secret,
		});
		dumps.push(await redis.dump());

		// Its log is written to the end.
		await broker.stop();
		// The search itself can find: the ciphertext of the second session is there.
		expect(dumps[2]).toContain('envelope:{');
		const hidden = [secret, code, code.replace('-', ''), other.reply.code, poll_token ?? '', connect_token];
		for (const form of hidden.flatMap(formsOf)) {
			for (const dump of dumps) expect(dump).not.toContain(form);
			expect(broker.log()).not.toContain(form);
		}
		expect(broker.log()).not.toContain(session.reply.session_id);
		expect(broker.log()).not.toContain('127.0.0.1');
	});

	test('after a collection without a key nothing of the ciphertext is left; after a cancellation nothing but how it ended', async () => {
		const redis = await startRedis();
		const broker = await startBroker({ LINKAUTH_STORE: redis.url });
		const session = await createSession(broker.url);
		await person.give(broker.url, session.reply.code, { api_key: 'k' });
		expect(await redis.dump()).toContain('envelope:{');
		await session.poll();
		expect(await redis.dump()).not.toContain('envelope:{');
		await session.cancel();
		expect((await redis.dump()).match(/linkauth::\w+(?=:\{)/g)).toEqual(['linkauth::ended']);
	});
});
