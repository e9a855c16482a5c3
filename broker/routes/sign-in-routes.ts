import { sessionNotFound } from '../problem';
import type { Context } from '../http/context';
import type { Origin } from '../keys/origin';
import { isConnectToken } from '../sessions/find';
import { redeemSchema, signInReturnSchema } from '../sessions/requests';
import type { Session } from '../sessions/session';
import { route, sessionRoute, type Route, type RouteDependencies } from './route';
import { cookieRules, forgetSignIn, keepSession, keepTrip, keptTrip, type KeptTrip } from './sign-in-cookies';

/** Bytes. */
const SMALL_LIMIT = 16 * 1024;

/** The way to a provider and back. */
export const SIGN_IN_ROUTES: readonly Route[] = [
	route({
		method: 'get',
		path: '/v1/providers',
		operationId: 'listProviders',
		summary: 'What the broker redeems for',
		description:
			'The providers at which the broker has a client of its own: a sign-in there needs `oauth_provider` alone. An agent with a client of its own needs none of them.',
		access: 'apiKeyOrBearer',
		answer: {
			status: 200,
			description: 'The providers; none where nothing is configured.',
			reply: 'ProvidersReply',
		},
		handle: (_, { sessions }) => ({
			providers: sessions.offers().map(({ id, name, defaultScopes }) => ({
				id,
				name,
				scopes: [...defaultScopes],
			})),
		}),
	}),
	sessionRoute({
		method: 'get',
		path: '/v1/oauth/authorize/:code',
		operationId: 'authorize',
		summary: 'To the provider',
		description:
			'Sends the browser that confirmed to the provider. It shows the cookie that confirming set, or `connect_token` in the query, as LinkAuth 0.2 has it; a browser only as the broker’s own page leads it here (`Sec-Fetch-Site`). A sign-in that was begun before counts no longer.',
		access: 'anybody',
		limit: 'signIn',
		// It begins something.
		noHead: true,
		store: 'uses',
		leadsBack: true,
		answer: {
			status: 303,
			description: 'Go to the provider; a browser that is refused, back to the page of its link.',
			headers: ['Location', 'Set-Cookie'],
			types: ['text/html', 'text/plain'],
		},
		problems: ['already_decided'],
		handle: async (context, { sessions, baseUrl }, { session, connectToken = '' }) => {
			const { address, state, verifier, seconds } = await sessions.authorize(session);
			const rules = cookieRules(baseUrl);
			const link = context.params['code'] ?? '';
			keepSession(context, session.id, { link, connectToken }, seconds, rules);
			keepTrip(context, session.id, { state, ...(verifier !== undefined && { verifier }) }, seconds, rules);
			context.state.notes['outcome'] = 'authorized';
			context.status = 303;
			context.set('Location', address);
			context.type = 'text/plain; charset=utf-8';
			context.body = 'See Location.';
		},
	}),
	route({
		method: 'post',
		path: '/v1/oauth/return',
		operationId: 'returnFromProvider',
		summary: 'Which sign-in has come back',
		description:
			'What the callback page goes on with, by the cookies of this browser and the `state` that came back. 404 in every other browser.',
		access: 'anybody',
		body: { schema: signInReturnSchema, limit: SMALL_LIMIT },
		store: 'uses',
		answer: {
			status: 200,
			description: 'The session of this browser, and its connect token.',
			reply: 'SignInReturnReply',
		},
		problems: ['session_not_found', 'already_decided', 'rate_limited'],
		handle: async (context, dependencies, { body: { state }, origin }) => {
			const { session, kept } = await foundByState(context, dependencies, state, origin);
			const { sessions, security } = dependencies;
			return {
				connect_token: kept.connectToken,
				...sessions.comeBack(session, { state, link: kept.link, shown: kept.shown }, security),
			};
		},
	}),
	route({
		method: 'post',
		path: '/v1/oauth/redeem',
		operationId: 'redeemCode',
		summary: 'Have the broker redeem the code',
		description:
			'For sessions whose code the broker redeems: it gets the tokens, encrypts them to the agent’s key, and keeps nothing of them. A `state` is redeemed once; repeated, the call is answered as the first time.',
		access: 'anybody',
		body: { schema: redeemSchema, limit: SMALL_LIMIT },
		store: 'fills',
		answer: { status: 204, description: 'The agent’s envelope is there.', headers: ['Set-Cookie'] },
		problems: [
			'session_not_found',
			'already_decided',
			'rate_limited',
			'provider_refused',
			'provider_unavailable',
		],
		handle: async (context, dependencies, { body, origin }) => {
			const { session, kept } = await foundByState(context, dependencies, body.state, origin);
			await dependencies.sessions.redeem(session, body, kept, origin);
			forgetSignIn(context, session.id, cookieRules(dependencies.baseUrl));
			context.state.notes['outcome'] = 'completed';
		},
	}),
];

/**
 * The session that a state belongs to, in the browser that left with it. Whoever has no such cookie costs no look into the
 * store, and is counted as a guess.
 * @throws ProblemError `session_not_found`, `rate_limited`
 */
async function foundByState(
	context: Context,
	{ sessions, limits, baseUrl }: RouteDependencies,
	state: string,
	origin: Origin,
): Promise<{ readonly session: Session; readonly kept: KeptTrip }> {
	const kept = keptTrip(context, state, cookieRules(baseUrl));
	const session = kept && (await sessions.findById(kept.shown.id));
	if (!session || !isConnectToken(session, kept.connectToken)) {
		await limits.takeFailure(origin);
		throw sessionNotFound();
	}
	context.state.sessionId = session.id;
	return { session, kept };
}
