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

/** The connection where the key was made so long ago, and another worker's takes its place a moment from now. */
async function connectWith(sealedAt: number) {
	const credential = { baseUrl: BROKER, sealingKey: 'first', sealedAt: new Date(sealedAt).toISOString() };
	const { context } = nodeContext({ credentials: { linkAuthApi: credential } });
	const startedAt = Date.now();
	setTimeout(() => {
		credential.sealingKey = 'last';
	}, 30);
	const { sealingKey } = await connectionOf(context)();
	return { sealingKey, waited: Date.now() - startedAt };
}

it('a key that was made a moment ago is read again once it is the one that stays: after two seconds', async () => {
	const { sealingKey, waited } = await connectWith(Date.now() - 1_800);
	expect(sealingKey).toBe('last');
	expect(waited).toBeGreaterThanOrEqual(150);
	expect(waited).toBeLessThan(1_500);
	// By the clock of a worker that is a little ahead.
	expect((await connectWith(Date.now() + 50)).waited).toBeGreaterThanOrEqual(1_990);
});

it.each([-2_001, -3_600_000, 3_600_000])(
	'a key that was made %d ms from now is not waited for',
	async (ago) => {
		const { sealingKey, waited } = await connectWith(Date.now() + ago);
		expect(sealingKey).toBe('first');
		expect(waited).toBeLessThan(1_000);
	},
);

it.each(['http://broker.example', 'https://broker.example'])('%s is a web address', async (baseUrl) => {
	const { context } = nodeContext({ credentials: { linkAuthApi: { baseUrl, sealingKey: 'k' } } });
	expect(await connectionOf(context)()).toMatchObject({ brokerUrl: baseUrl });
});

it.each([
	'',
	'broker',
	'ftp://broker.example',
	'broker.example:8080',
	'httpsx://broker.example',
	'xhttp://broker.example',
])('%p is no web address', async (baseUrl) => {
	const { context } = nodeContext({ credentials: { linkAuthApi: { baseUrl } } });
	await expect(connectionOf(context)()).rejects.toThrow(
		'The Broker URL in the LinkAuth API credential is not a web address.',
	);
});
