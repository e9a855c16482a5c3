import { HEADERS } from '../../protocol/messages';
import type { Context } from '../http/context';
import { isFromOwnPage } from '../http/fetch-site';
import { bearerToken } from '../http/read-headers';
import type { TakenLimits } from '../limits/limits';
import { ProblemError, sessionNotFound } from '../problem';
import type { Origin } from '../keys/origin';
import { partsOfDeviceCode } from '../sessions/device-requests';
import { isConnectToken } from '../sessions/find';
import { shownLink } from '../sessions/link';
import type { Session } from '../sessions/session';
import type { Guarded, RouteDependencies, RouteLimit } from './route';
import { cookieRules, keptSession } from './sign-in-cookies';

/** What `X-Key-Fingerprint` is. */
const KEY_FINGERPRINT = /^[A-Za-z0-9_-]{43}$/;

/** What tells whoever asks that there is such a session: it stays counted as a guess. */
const ANSWERS_TO_GUESSES: ReadonlySet<string> = new Set([
	'session_not_found',
	'connect_token_invalid',
	'already_decided',
	'not_confirmed',
]);

/** A call that nothing is counted for. */
export const UNGUARDED: Guarded = { settle: () => undefined };

/**
 * Lets a call through, before its body is read: counts it, finds its session, and checks its token. What is counted is
 * taken first, and given back where the answer shows that nothing was guessed; whoever shows the right token is not
 * held back by what others of the same network do.
 * @throws ProblemError `rate_limited`, `session_not_found`, `poll_token_invalid`, `not_allowed`
 */
export function guard(
	limit: Exclude<RouteLimit, 'typedCode' | 'deviceCode'>,
	context: Context,
	dependencies: RouteDependencies,
	origin: Origin,
): Promise<Guarded> {
	switch (limit) {
		case 'creation':
			return guardCreation(context, dependencies, origin);
		case 'lookUp':
			return guardLookUp(context.params['code'] ?? '', context, dependencies, origin);
		case 'code':
			return guardCode(context, dependencies, origin);
		case 'answer':
			return guardAnswer(context, dependencies, origin);
		case 'signIn':
			return guardSignIn(context, dependencies, origin);
		case 'session':
		case 'callback':
			return guardSession(limit, context, dependencies, origin);
	}
}

async function guardCreation(
	context: Context,
	{ limits, requireNetwork }: RouteDependencies,
	origin: Origin,
): Promise<Guarded> {
	requireNetwork(context);
	const taken = await limits.takeCreation(origin);
	context.set(taken.headers);
	return {
		settle: (error) => {
			// What is refused for its own faults has cost the checking of it; what the broker could not do has cost nothing.
			if (error !== undefined && !(error instanceof ProblemError && error.status < 500)) taken.giveBack();
		},
	};
}

/**
 * A look-up, which finds the session itself: it is counted here.
 * @param text a long link, or a code as it was typed
 */
export async function guardLookUp(
	text: string,
	context: Context,
	{ limits }: RouteDependencies,
	origin: Origin,
): Promise<Guarded> {
	const link = shownLink(text, keyFingerprint(context));
	const taken = await limits.takeLookUp(origin, link?.id);
	context.set(taken.headers);
	return { ...(link && { link }), settle: settled(taken) };
}

/** The fingerprint that is shown in the header; undefined where it cannot be one. */
function keyFingerprint(context: Context): string | undefined {
	const shown = context.get(HEADERS.keyFingerprint);
	return KEY_FINGERPRINT.test(shown) ? shown : undefined;
}

/** A call by code. */
async function guardCode(
	context: Context,
	{ limits, sessions }: RouteDependencies,
	origin: Origin,
): Promise<Guarded> {
	const link = shownLink(context.params['code'] ?? '');
	const taken = await limits.takeLookUp(origin, link?.id);
	context.set(taken.headers);
	return findCounted(() => sessions.findByLink(link), context, taken);
}

/** A person's answer: with a connect token in the header, which is checked before anything is counted, or without. */
async function guardAnswer(
	context: Context,
	{ limits, sessions }: RouteDependencies,
	origin: Origin,
): Promise<Guarded> {
	const link = shownLink(context.params['code'] ?? '');
	const token = shownConnectToken(context);
	if (token !== undefined && link) {
		const found = await sessions.findById(link.id);
		if (found && isConnectToken(found, token)) {
			context.state.sessionId = found.id;
			return { ...UNGUARDED, session: found, connectToken: token };
		}
	}
	const taken = await limits.takeLookUp(origin, undefined);
	const { settle, ...guarded } = await findCounted(() => sessions.findByLink(link), context, taken);
	// A body takes its time to come, and meanwhile others of this network may call.
	await settle();
	return {
		...guarded,
		settle: async (error) => {
			if (isAnswerToGuess(error)) await limits.takeFailure(origin);
		},
	};
}

/** The connect token that is shown in the header, right or wrong. */
export function shownConnectToken(context: Context): string | undefined {
	const token = context.get(HEADERS.connectToken);
	return token === '' ? undefined : token;
}

/**
 * A call of the browser that confirmed: with the connect token in its cookie, or in the query as LinkAuth has it. To every
 * other there is no such session, nor to a browser that a link has led here: it would take whoever follows it to the
 * provider past the page that says what is asked for there, and with a token in somebody else's sign-in.
 */
async function guardSignIn(
	context: Context,
	{ limits, sessions, baseUrl }: RouteDependencies,
	origin: Origin,
): Promise<Guarded> {
	const link = shownLink(context.params['code'] ?? '');
	const inQuery = context.query['connect_token'];
	if (!isFromOwnPage(context, inQuery === undefined)) throw sessionNotFound();
	const token =
		typeof inQuery === 'string'
			? inQuery
			: link && keptSession(context, link.id, cookieRules(baseUrl))?.connectToken;
	const found = link && token !== undefined ? await sessions.findById(link.id) : undefined;
	if (!found || token === undefined || !isConnectToken(found, token)) {
		await limits.takeFailure(origin);
		throw sessionNotFound();
	}
	context.state.sessionId = found.id;
	return { ...UNGUARDED, session: found, connectToken: token };
}

/** An agent's call by id. */
async function guardSession(
	limit: 'session' | 'callback',
	context: Context,
	{ limits, sessions }: RouteDependencies,
	origin: Origin,
): Promise<Guarded> {
	const id = context.params['id'] ?? '';
	const session = await sessionOf(id, bearerToken(context), context, { limits, sessions }, origin);
	if (limit === 'session') return { ...UNGUARDED, session };
	const taken = await limits.takeCallback(origin, id);
	context.set(taken.headers);
	return { ...UNGUARDED, session };
}

/** An OAuth client's call, with id and poll token in one. */
export async function guardDeviceCode(
	deviceCode: string,
	context: Context,
	dependencies: RouteDependencies,
	origin: Origin,
): Promise<Guarded> {
	const { id, pollToken } = partsOfDeviceCode(deviceCode);
	return { ...UNGUARDED, session: await sessionOf(id, pollToken, context, dependencies, origin) };
}

/** The session of an agent's call; one that leads nowhere is counted. */
async function sessionOf(
	id: string,
	pollToken: string | undefined,
	context: Context,
	{ limits, sessions }: Pick<RouteDependencies, 'limits' | 'sessions'>,
	origin: Origin,
): Promise<Session> {
	const session = await sessions.findByPollToken(id, pollToken).catch(async (error: unknown) => {
		// An agent whose poll has waited here has shown its token.
		if (context.state.wait === undefined && isAnswerToGuess(error)) await limits.takeFailure(origin);
		throw error;
	});
	context.state.sessionId = id;
	return session;
}

/** Looks for a session; where there is none, what was taken stays taken. */
async function findCounted(
	find: () => Promise<Session | undefined>,
	context: Context,
	taken: TakenLimits,
): Promise<Guarded> {
	const settle = settled(taken);
	try {
		const session = await find();
		if (!session) throw sessionNotFound();
		context.state.sessionId = session.id;
		return { session, settle };
	} catch (error) {
		settle(error);
		throw error;
	}
}

/** Settles what was taken by what a call came to. */
function settled(taken: TakenLimits): (error?: unknown) => void {
	return (error) => {
		if (isAnswerToGuess(error)) taken.spend();
		else taken.giveBack();
	};
}

/** Whether an error tells whoever asked whether there is such a session. */
export function isAnswerToGuess(error: unknown): boolean {
	return error instanceof ProblemError && ANSWERS_TO_GUESSES.has(error.code);
}
