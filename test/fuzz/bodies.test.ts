import fc from 'fast-check';
import { ENVELOPE_ALGORITHM } from '../../protocol/envelope';
import { anyKeys } from '../support/agent';
import { describeFuzz, type Fuzz } from './fuzz-suite';
import { strangeBytes } from './json-bytes';
import { headerValue } from './strange-values';

/** An address at which nobody listens, which the broker here may call. */
const CALLBACK = 'http://127.0.0.1:9/';
const ZEROS = (bytes: number) => Buffer.alloc(bytes).toString('base64');
const ENVELOPE = Buffer.from(
	JSON.stringify({ wrapped_key: ZEROS(256), iv: ZEROS(12), ciphertext: ZEROS(40) }),
).toString('base64');

/** Every member that a request for a session can have. */
const REQUEST = {
	display_name: 'ACME',
	reason: 'To sort\nthe invoices',
	requester: { name: 'Assistant', detail: 'of the finance team' },
	ttl: 30,
	allowed_hosts: ['api.example.com', '*.example.com:8443'],
	agent_state: 'sealed',
	callback_url: CALLBACK,
	fields: [
		{ name: 'user', label: 'User', type: 'text', placeholder: 'me', help: 'Yours', max_length: 30 },
		{ name: 'zone', label: 'Zone', type: 'select', options: ['a', 'b'], required: false },
		{ name: 'pin', label: 'PIN', type: 'otp', pattern: '[0-9]{6}' },
	],
};

function contentType(): fc.Arbitrary<string> {
	return fc.oneof(
		{ weight: 8, arbitrary: fc.constant('application/json') },
		fc.constantFrom(
			'application/json; charset=utf-16',
			'application/x+json',
			'text/json',
			'text/plain',
			'json',
		),
		fc.constantFrom('multipart/form-data; boundary=x', 'application/x-www-form-urlencoded', '/', ';', ''),
		headerValue(),
	);
}

function encoding(): fc.Arbitrary<Record<string, string>> {
	const names = fc.constantFrom('identity', 'gzip', 'deflate', 'br', 'identity, gzip', 'x', '');
	return fc.oneof(
		{ weight: 9, arbitrary: fc.constant({}) },
		names.map((name) => ({ 'content-encoding': name })),
	);
}

/** How a body is sent. */
function sending(body: fc.Arbitrary<Buffer>) {
	return fc.record({ body, type: contentType(), encoding: encoding() });
}

type Sending = ReturnType<typeof sending> extends fc.Arbitrary<infer Case> ? Case : never;

function send(fuzz: Fuzz, method: string, target: string, { body, type, encoding }: Sending, token = '') {
	const headers = { 'content-type': type, ...encoding, ...(token && { authorization: `Bearer ${token}` }) };
	return fuzz.ask({ method, target, body, headers });
}

/** What each call is answered that takes what it was sent. */
const TAKEN = { createSession: 201, completeSession: 204, denySession: 204, registerCallback: 200 };

describeFuzz(
	'bodies',
	{
		environment: { LINKAUTH_CALLBACK_ALLOWED_HOSTS: '127.0.0.1:9' },
		mustHappen: Object.entries(TAKEN).flatMap(([call, taken]) =>
			[taken, 400, 415].map((status) => `${call} ${String(status)}`),
		),
	},
	(fuzz) => {
		let publicKey: string;
		beforeAll(async () => {
			({ publicKey } = await anyKeys());
		});
		const request = () => ({ public_key: publicKey, ...REQUEST });

		/** A session, in the state in which its person has confirmed it. */
		async function confirmed() {
			const body = Buffer.from(JSON.stringify({ public_key: publicKey, template: 'api_key', ttl: 30 }));
			const headers = { 'content-type': 'application/json' };
			const created = await fuzz.ask({ method: 'POST', target: '/v1/sessions', body, headers });
			const { session_id: id, code, poll_token: token } = created.body as Record<string, string>;
			const path = `/v1/connect/${code ?? ''}`;
			const reply = await fuzz.ask({ method: 'POST', target: `${path}/confirm` });
			return { target: `/v1/sessions/${id ?? ''}`, path, token, connect_token: reply.body['connect_token'] };
		}

		/** Sends a body for a session of its own, which is gone afterwards. */
		async function once(
			sent: Sending & { readonly token: boolean },
			make: (session: Awaited<ReturnType<typeof confirmed>>) => readonly [method: string, target: string],
		): Promise<void> {
			const session = await confirmed();
			const token = sent.token ? String(session.connect_token) : 'CONNECT';
			// Bytes stay bytes in Latin-1, whatever they are.
			const body = Buffer.from(sent.body.toString('latin1').replaceAll('CONNECT', token), 'latin1');
			await send(fuzz, ...make(session), { ...sent, body }, session.token);
			const authorization = `Bearer ${session.token ?? ''}`;
			await fuzz.ask({ method: 'DELETE', target: session.target, headers: { authorization } });
		}

		const withToken = (body: fc.Arbitrary<Buffer>) =>
			fc.record({ token: fc.boolean(), body, type: contentType(), encoding: encoding() });

		fuzz.property(
			'whatever is asked for, a session is made as documented or refused as documented',
			0.4,
			() => sending(strangeBytes(request())),
			async (sent) => {
				const { status, body } = await send(fuzz, 'POST', '/v1/sessions', sent);
				if (status !== 201 || typeof body['poll_token'] !== 'string') return;
				const info = await fuzz.ask({ method: 'GET', target: `/v1/connect/${String(body['code'])}` });
				expect(info.status).toBe(200);
				const target = `/v1/sessions/${String(body['session_id'])}`;
				const headers = { authorization: `Bearer ${body['poll_token']}` };
				expect((await fuzz.ask({ method: 'DELETE', target, headers })).status).toBe(204);
			},
		);

		fuzz.property(
			'whatever is handed in, the envelope is taken or refused as documented',
			0.25,
			() =>
				withToken(
					strangeBytes({ ciphertext: ENVELOPE, algorithm: ENVELOPE_ALGORITHM, connect_token: 'CONNECT' }),
				),
			async (sent) => {
				await once(sent, ({ path }) => ['POST', `${path}/complete`]);
			},
		);

		fuzz.property(
			'whatever a refusal says, it is taken or refused as documented',
			0.15,
			() => withToken(strangeBytes({ connect_token: 'CONNECT', reason: 'I did not\nexpect this' })),
			async (sent) => {
				await once(sent, ({ path }) => ['POST', `${path}/deny`]);
			},
		);

		fuzz.property(
			'whatever address is to be called back, it is taken or refused as documented',
			0.1,
			() => withToken(strangeBytes({ callback_url: CALLBACK, callback_secret: `cs_${'A'.repeat(43)}` })),
			async (sent) => {
				await once(sent, ({ target }) => ['PATCH', target]);
			},
		);

		fuzz.property(
			'whatever is typed as a code, it is found or refused as documented',
			0.1,
			() => sending(strangeBytes({ user_code: 'ABCD-1234' })),
			async (sent) => {
				await send(fuzz, 'POST', '/v1/connect/resolve', sent);
			},
		);
	},
);
