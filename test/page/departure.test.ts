import { departureOf, isPinned, returnsHere } from '../../broker/page/flow/departure';
import type { SignInInfo } from '../../protocol/messages';
import type { Pin } from '../../protocol/verification-link';

const ORIGIN = 'https://connect.example.com';
const CALLBACK = `${ORIGIN}/v1/oauth/callback`;
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
const FINGERPRINT = 'f'.repeat(43);
const PARAMETERS = {
	client_id: 'robot',
	redirect_uri: CALLBACK,
	response_type: 'code',
	scope: 'openid read:user',
	code_challenge: CHALLENGE,
	code_challenge_method: 'S256',
};

const info = (more: Partial<SignInInfo> = {}): SignInInfo => ({
	redeemed_by: 'agent',
	provider_name: 'GitHub',
	host: 'github.com',
	scopes: [],
	authorization_endpoint: 'https://github.com/login/oauth/authorize?tenant=a',
	parameters: PARAMETERS,
	...more,
});
const pin = (challenge?: string): Pin => ({
	kind: 'fingerprint',
	fingerprint: FINGERPRINT,
	...(challenge === undefined ? {} : { challenge }),
});
/** Where one is sent with these parameters. */
const sentWith = (parameters: Readonly<Record<string, string | undefined>>): URL | undefined => {
	const all: Readonly<Record<string, string | undefined>> = { ...PARAMETERS, ...parameters };
	const given = Object.entries(all).flatMap(([name, value]) =>
		value === undefined ? [] : ([[name, value]] as const),
	);
	return departureOf(info({ parameters: Object.fromEntries(given) }))?.address;
};

beforeAll(() => {
	Object.assign(globalThis, { location: { origin: ORIGIN } });
});

test('the address has all parameters, spaces as %20, and a state that is another each time', () => {
	const [one, other] = [departureOf(info()), departureOf(info())];
	expect(one?.state).toMatch(/^[A-Za-z0-9_-]{43}$/);
	expect(one?.state).not.toBe(other?.state);
	expect(one?.address.href).toContain('scope=openid%20read%3Auser');
	expect(Object.fromEntries(one?.address.searchParams ?? [])).toEqual({
		...PARAMETERS,
		tenant: 'a',
		state: one?.state,
	});
});

test('an address that the agent wrote is used as it is, with its state', () => {
	const written = 'https://login.example/auth?client_id=a+b&state=mine&x=%2f';
	const rest = {
		redeemed_by: 'agent',
		provider_name: '',
		host: '',
		scopes: [],
		authorization_endpoint: written,
	} as const;
	const departure = departureOf({ ...rest, state: 'mine' });
	expect(departure).toMatchObject({ state: 'mine', address: { href: written } });
	expect(departureOf(rest)?.state).toBe('mine');
});

test.each(['javascript:alert(1)', 'http://github.com/', 'data:text/html,x', 'nonsense', ''])(
	'nobody is sent to %s',
	(authorization_endpoint) => {
		expect(departureOf(info({ authorization_endpoint }))).toBeUndefined();
	},
);

test('a developer is sent to a provider on the same machine', () => {
	expect(departureOf(info({ authorization_endpoint: 'http://localhost:4000/auth' }))).toBeDefined();
});

test('the challenge of the link has to be the one that is sent along', () => {
	expect(isPinned(pin(CHALLENGE), sentWith({}))).toBe(true);
	expect(isPinned(pin(CHALLENGE), sentWith({ code_challenge: 'A'.repeat(43) }))).toBe(false);
});

test.each([
	['no challenge', { code_challenge: undefined }],
	['a challenge that is the verifier itself', { code_challenge_method: 'plain' }],
	['no method, which means plain', { code_challenge_method: undefined }],
	['tokens instead of a code', { response_type: 'token' }],
	['tokens beside a code', { response_type: 'code id_token' }],
	['another address to come back to', { redirect_uri: `${ORIGIN}/elsewhere` }],
	['a request object, which overrides all of it', { request: 'eyJ' }],
	['a request that was pushed before', { request_uri: 'urn:ietf:params:oauth:request_uri:x' }],
] as const)('a link that pins a challenge is not followed with %s', (_, parameters) => {
	expect(isPinned(pin(CHALLENGE), sentWith(parameters))).toBe(false);
});

test('a link that pins a challenge is not followed where the broker redeems', () => {
	expect(isPinned(pin(CHALLENGE), undefined)).toBe(false);
});

test('of a link that pins the key alone, a challenge is not the agent’s', () => {
	expect(isPinned(pin(), sentWith({}))).toBe(false);
	expect(isPinned(pin(), sentWith({ code_challenge: undefined, code_challenge_method: undefined }))).toBe(
		true,
	);
	expect(isPinned(pin(), undefined)).toBe(true);
});

test('a link without pins pins nothing; one that is damaged is not followed', () => {
	expect(isPinned({ kind: 'absent' }, sentWith({}))).toBe(true);
	expect(isPinned({ kind: 'malformed' }, sentWith({}))).toBe(false);
});

test('twice the same parameter, of which the provider may take the other, is not followed', () => {
	const address = sentWith({});
	address?.searchParams.append('code_challenge', 'A'.repeat(43));
	expect(isPinned(pin(CHALLENGE), address)).toBe(false);
});

test('the answer has to come back to this page', () => {
	expect(returnsHere(info())).toBe(true);
	expect(returnsHere(info({ parameters: { ...PARAMETERS, redirect_uri: 'https://other.example/' } }))).toBe(
		false,
	);
});
