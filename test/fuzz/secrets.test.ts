import fc from 'fast-check';
import { describeFuzz } from './fuzz-suite';
import { createFuzzSession, deleteSession, someEnvelope, withJson, type FuzzSession } from './fuzz-session';
import { headerValue, strangeText } from './strange-values';

/** Makes another text of a secret. */
type Alter = (secret: string) => string;

/** A secret as it is, nearly as it is, or something else altogether. */
function altered(): fc.Arbitrary<Alter> {
	const printable = fc.string({
		unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
	});
	const at = fc.nat({ max: 45 });
	return fc.oneof(
		fc.constantFrom<Alter>(
			(secret) => secret,
			(secret) => secret.slice(0, -1),
			(secret) => secret.slice(3),
			(secret) => `${secret}=`,
			(secret) => `${secret}${secret}`,
			(secret) => secret.toLowerCase(),
			(secret) => `ct_${secret.slice(3)}`,
			(secret) => `${secret.slice(0, -1)}${String.fromCharCode(secret.charCodeAt(secret.length - 1) ^ 1)}`,
			(secret) => Buffer.from(secret).toString('base64'),
		),
		fc.tuple(at, printable).map(
			([from, put]) =>
				(secret: string) =>
					secret.slice(0, from) + put + secret.slice(from),
		),
		printable.map((text) => () => text),
	);
}

/** How a token is shown. Of `Bearer` the case does not matter (RFC 9110 section 11.1). */
const SCHEMES = [
	'Bearer ',
	'bearer ',
	'BEARER  ',
	'Basic ',
	'Bearer: ',
	'Bearer',
	'Bearer "',
	'Token ',
	'',
] as const;
const READ = /^Bearer +([!-~]+) *$/i;

/** What people may do to a code when they type it, and what they may not. */
function typed(): fc.Arbitrary<Alter> {
	const put = fc.constantFrom(' ', '-', '--', ' - ', '\t', '\u2013', 'X', '\u0000', '.', '\u200b', '/', '%');
	return fc.oneof(
		fc.constantFrom<Alter>(
			(code) => code.toLowerCase(),
			(code) => code.replaceAll('0', 'O').replaceAll('1', 'l'),
			(code) => code.replace('-', ''),
			(code) => `${code}0`,
			(code) => code.slice(1),
			(code) => `${code.slice(4)}-${code.slice(0, 4)}`,
		),
		fc.tuple(fc.nat({ max: 9 }), put).map(
			([at, text]) =>
				(code: string) =>
					code.slice(0, at) + text + code.slice(at),
		),
		strangeText().map((text) => () => text.slice(0, 64)),
	);
}

/** What a typed code stands for, as protocol.md has it, in words of this test. */
function meaning(text: string): string {
	return text
		.toUpperCase()
		.replaceAll(/[\s\u2010-\u2015-]/g, '')
		.replaceAll('O', '0')
		.replaceAll(/[IL]/g, '1');
}

describeFuzz(
	'secrets',
	{
		mustHappen: [
			'pollSession 200',
			'pollSession 401',
			'completeSession 204',
			'completeSession 403',
			'resolveCode 200',
			'resolveCode 404',
		],
	},
	(fuzz) => {
		/** A session whose credential waits to be collected. */
		async function ready(): Promise<FuzzSession> {
			const session = await createFuzzSession(fuzz.ask);
			const { body } = await fuzz.ask(withJson('POST', `${session.path}/confirm`, {}));
			const { status } = await fuzz.ask(
				withJson('POST', `${session.path}/complete`, someEnvelope(String(body['connect_token']))),
			);
			expect(status).toBe(204);
			return session;
		}

		fuzz.property(
			'nothing but the poll token itself opens a session, and nothing else moves it',
			0.35,
			() =>
				fc.tuple(fc.array(fc.tuple(fc.constantFrom(...SCHEMES), altered()), { minLength: 1, maxLength: 4 })),
			async ([attempts]) => {
				const session = await ready();
				let collected = 0;
				for (const [scheme, alter] of attempts) {
					const authorization = scheme + alter(session.pollToken);
					const right = READ.exec(authorization.trim())?.[1] === session.pollToken;
					const answer = await fuzz.ask({
						method: 'GET',
						target: session.target,
						headers: { authorization },
					});
					if (right) collected += 1;
					// A wrong token is answered like a session that does not exist; what is no token at all is 401.
					const isToken = /^Bearer +pt_[\w-]{43} *$/i.test(authorization);
					const refused = isToken ? [404, 404] : [401, 401];
					const expected = right ? [200, collected === 1 ? 'ready' : 'consumed'] : refused;
					expect([authorization, answer.status, answer.body['status']]).toEqual([authorization, ...expected]);
				}
				await deleteSession(fuzz.ask, session);
			},
		);

		fuzz.property(
			'nothing but the connect token itself hands in an envelope',
			0.2,
			() => altered(),
			async (alter) => {
				const session = await createFuzzSession(fuzz.ask);
				const { body } = await fuzz.ask(withJson('POST', `${session.path}/confirm`, {}));
				const token = String(body['connect_token']);
				const shown = alter(token);
				const answer = await fuzz.ask(withJson('POST', `${session.path}/complete`, someEnvelope(shown)));
				expect([shown, answer.status]).toEqual([shown, shown === token ? 204 : 403]);
				await deleteSession(fuzz.ask, session);
			},
		);

		fuzz.property(
			'a code is found as people type it, and nothing else is found',
			0.25,
			() => typed(),
			async (alter) => {
				const session = await createFuzzSession(fuzz.ask);
				const text = alter(session.code);
				const found = meaning(text) === meaning(session.code) ? 200 : 404;
				const resolved = await fuzz.ask(withJson('POST', '/v1/connect/resolve', { user_code: text }));
				expect([text, resolved.status]).toEqual([text, found]);
				if (text !== '' && text.isWellFormed()) {
					const target = `/v1/connect/${encodeURIComponent(text)}`;
					// What is a step up in an address is another address.
					if (!/^\.{1,2}$/.test(text))
						expect([text, (await fuzz.ask({ method: 'GET', target })).status]).toEqual([text, found]);
				}
				await deleteSession(fuzz.ask, session);
			},
		);

		fuzz.property(
			'an Idempotency-Key is accepted or refused by its form, whatever Prefer says',
			0.2,
			() =>
				fc.record({
					key: fc.oneof(
						headerValue(),
						fc.string({ minLength: 15, maxLength: 65 }).map((text) => text.replaceAll(' ', '_')),
					),
					prefer: fc.oneof(
						headerValue(),
						fc.integer({ min: -5, max: 1e12 }).map((wait) => `respond-async, wait=${String(wait)}`),
					),
				}),
			async ({ key, prefer }) => {
				const session = await ready();
				const headers = { authorization: `Bearer ${session.pollToken}`, 'idempotency-key': key, prefer };
				// What HTTP takes away around a value: spaces and tabs, and no other white space (RFC 9110 section 5.5).
				const shown = key.replaceAll(/^[ \t]+|[ \t]+$/g, '');
				const good = shown === '' || /^[!-~]{16,64}$/.test(shown);
				const first = await fuzz.ask({ method: 'GET', target: session.target, headers });
				expect([shown, first.status]).toEqual([shown, good ? 200 : 400]);
				if (!good) return deleteSession(fuzz.ask, session);
				const again = await fuzz.ask({ method: 'GET', target: session.target, headers });
				const same = shown === '' ? undefined : first.body['ciphertext'];
				expect([shown, again.body['ciphertext']]).toEqual([shown, same]);
				return deleteSession(fuzz.ask, session);
			},
		);
	},
);
