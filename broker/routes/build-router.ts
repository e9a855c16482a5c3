import Router from '@koa/router';
import type { Context, Middleware, State } from '../http/context';
import { readBody } from '../http/read-body';
import { idempotencyKey } from '../http/read-headers';
import { requireApiKey } from '../http/require-api-key';
import { rateLimitHeaders } from '../limits/limits';
import { methodNotAllowed } from '../problem';
import { limitByCode } from './limit-by-code';
import type { Input, Route, RouteDependencies } from './route';
import { ROUTE_GROUPS } from './routes';

/** The router, made from the rows: each call passes its row's guards from top to bottom, and then its handler. */
export function buildRouter(dependencies: RouteDependencies): Router<State> {
	const router = new Router<State>();
	const routes = ROUTE_GROUPS.flatMap((group) => group.routes);
	const anybody: Middleware = (_, next) => next();
	const apiKey = requireApiKey(dependencies.keyring, { bearer: false });
	const apiKeyOrBearer = requireApiKey(dependencies.keyring, { bearer: true });
	// Poll tokens belong to sessions, which look at them themselves.
	const access = { anybody, apiKey, apiKeyOrBearer, pollToken: apiKey };
	for (const row of routes) {
		const methods = routes.filter(({ path }) => path === row.path).map(({ method }) => method.toUpperCase());
		router[row.method](row.path, access[row.access], async (context) => {
			if (row.noHead && context.method === 'HEAD') throw methodNotAllowed(methods.sort().join(', '));
			await answer(row, context, dependencies);
		});
	}
	return router;
}

async function answer(row: Route, context: Context, dependencies: RouteDependencies): Promise<void> {
	const sessionId = context.params['id'] ?? '';
	if (sessionId !== '') context.state.logSession(sessionId);
	if (row.limit === 'creation') await limitCreation(context, dependencies);
	const key = row.headers?.includes('Idempotency-Key') ? idempotencyKey(context) : undefined;
	const body = await bodyOf(row, context, dependencies);
	const input: Input<Record<string, unknown>> = { sessionId, code: '', body, idempotencyKey: key };
	const reply = await (row.limit === 'code' || row.limit === 'guesses'
		? limitByCode(context, dependencies.limits, {
				// Typed into the page, the code is in the body.
				typed: context.params['code'] ?? String(body['user_code']),
				callsCount: row.limit === 'code',
				call: (code) => row.handle(context, dependencies, { ...input, code }),
			})
		: row.handle(context, dependencies, input));
	if (row.answer.reply !== undefined) context.body = reply;
	if (row.answer.reply !== undefined || row.answer.status === 204) context.status = row.answer.status;
}

async function limitCreation(context: Context, { limits, requireNetwork }: RouteDependencies): Promise<void> {
	const { caller, network } = context.state;
	requireNetwork(context);
	context.set(rateLimitHeaders(await limits.countCreation(caller, network)));
}

async function bodyOf(
	{ body }: Route,
	context: Context,
	dependencies: RouteDependencies,
): Promise<Record<string, unknown>> {
	if (!body) return {};
	const { schema, limit, optional = false, otherFaults } = body;
	return readBody(context, schema, {
		limit,
		optional,
		...(otherFaults && { otherFaults: (given) => otherFaults(given, dependencies) }),
	});
}
