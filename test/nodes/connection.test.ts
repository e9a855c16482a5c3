import { connectionOf } from '../../nodes/shared/connection';
import { answered, nodeContext } from '../support/n8n-context';

const BROKER = 'https://broker.example';

it('is made once, whoever asks for it, and without a request where there is a sealing key', async () => {
	const { context, requests, sealingKey } = nodeContext();
	const connection = connectionOf(context);
	const [one, two] = await Promise.all([connection(), connection()]);
	expect(one).toBe(two);
	expect(one).toMatchObject({ brokerUrl: BROKER, sealingKey });
	expect(requests).toEqual([]);
});

it('where there is none, one authenticated request has n8n make it, and what n8n has kept counts', async () => {
	const credential = { baseUrl: `${BROKER}/`, sealingKey: '' };
	const { context, requests } = nodeContext({
		credentials: { linkAuthApi: credential },
		answer: () => {
			Object.assign(credential, { sealingKey: 'kept', sealedAt: '2020-01-01T00:00:00Z' });
			return answered(200);
		},
	});
	expect(await connectionOf(context)()).toMatchObject({ brokerUrl: BROKER, sealingKey: 'kept' });
	expect(requests.map(({ url }) => url)).toEqual([`${BROKER}/v1/auth`]);
});

it('a key that was made a moment ago is read again once it is the one that stays', async () => {
	const credential = {
		baseUrl: BROKER,
		sealingKey: 'first',
		sealedAt: new Date(Date.now() - 1_900).toISOString(),
	};
	const { context } = nodeContext({ credentials: { linkAuthApi: credential } });
	const connection = connectionOf(context)();
	await Promise.resolve();
	credential.sealingKey = 'last';
	expect(await connection).toMatchObject({ sealingKey: 'last' });
});

it.each(['', 'broker', 'ftp://broker.example', 'broker.example:8080'])(
	'%p is no web address',
	async (baseUrl) => {
		const { context } = nodeContext({ credentials: { linkAuthApi: { baseUrl } } });
		await expect(connectionOf(context)()).rejects.toThrow(
			'The Broker URL in the LinkAuth API credential is not a web address.',
		);
	},
);
