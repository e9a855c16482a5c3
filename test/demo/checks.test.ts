import { checkRun, type DemoRun } from '../../demo/checks';

const SECRET = 'sk-demo-4f9c1d7e8a2b6503';
const REQUEST = { method: 'GET', url: '/orders', headers: { authorization: `Bearer ${SECRET}` }, body: '' };

const CLEAN: DemoRun = {
	status: 'success',
	received: { status: 'ready', fields: ['api_key'], credential: 'la1.credential.AAAA' },
	requests: [REQUEST],
	entered: SECRET,
	places: [
		{ name: 'the store', content: 'session:{…} {"value":"ciphertext"}' },
		{ name: 'the log', content: '{"msg":"request"}' },
	],
};

const broken = (run: Partial<DemoRun>) =>
	checkRun({ ...CLEAN, ...run })
		.filter(({ passed }) => !passed)
		.map(({ says }) => says);

test('clean run holds', () => {
	expect(broken({})).toEqual([]);
});

test.each([
	['as it is', SECRET],
	['in base64', Buffer.from(SECRET).toString('base64')],
	['in hexadecimal', Buffer.from(SECRET).toString('hex')],
])('a secret that was planted in the log %s does not', (_, leak) => {
	const places = [{ name: 'the log', content: `{"msg":"request","body":"${leak}"}` }];
	expect(broken({ places })).toEqual(['the secret is not in the log']);
});

test('a place of which nothing was captured does not pass for a clean one', () => {
	expect(broken({ places: [{ name: 'the log', content: '' }] })).toEqual(['the secret is not in the log']);
});

test.each<[string, Partial<DemoRun>, RegExp]>([
	['a workflow that failed', { status: 'error' }, /ran to its end/],
	['nothing received', { received: undefined }, /received the credential, sealed/],
	['a credential in the clear', { received: { status: 'ready', credential: { api_key: 'x' } } }, /sealed/],
	['a service that was not called', { requests: [] }, /called once/],
	['a service that was called twice', { requests: [REQUEST, REQUEST] }, /called once/],
	['a call without the credential', { requests: [{ ...REQUEST, headers: {} }] }, /called once/],
	['another credential than was entered', { entered: `${SECRET}x` }, /byte for byte/],
])('%s does not', (_, run, says) => {
	expect(broken(run)).toContainEqual(expect.stringMatching(says));
});

test('a real person’s secret is looked for as the service got it', () => {
	const places = [{ name: 'the log', content: SECRET }];
	expect(broken({ entered: undefined, places })).toEqual(['the secret is not in the log']);
});

test('a secret too short to look for is not claimed to be nowhere', () => {
	const requests = [{ ...REQUEST, headers: { authorization: 'Bearer abc' } }];
	expect(broken({ entered: undefined, requests })).toEqual(['the secret is nowhere in between']);
});
