import Router from '@koa/router';
import type { Context, Middleware, State } from '../http/context';
import { isFromOtherSite } from '../http/fetch-site';
import { readBody } from '../http/read-body';
import { idempotencyKey } from '../http/read-headers';
import { reply } from '../http/reply';
import { requireApiKey } from '../http/require-api-key';
import { fromOtherSite, methodNotAllowed } from '../problem';
import type { Origin } from '../keys/origin';
import { guard, guardDeviceCode, guardLookUp, UNGUARDED } from './guard';
import { isPublic, type Guarded, type Route, type RouteDependencies } from './route';
import { ROUTE_GROUPS } from './routes';

/**
 * Answers by the router's rows. Its own middleware composes a chain for each request, of one handler here.
 * @returns the same as `router.routes()`, for a router of which each path has one handler for a method
 */
export function routesOf(router: Router<State>): Middleware {
	return (context, next) => {
		const { path: matched, pathAndMethod } = router.match(context.path, context.method);
		const [layer] = pathAndMethod;
		// What `allowedMethods` makes its answers of.
		context.matched = matched;
		const handle = layer?.stack[0];
		if (!layer || !handle) return next();
		context._matchedRoute = layer.path;
		context.params = layer.params(context.path, layer.captures(context.path));
		return handle(context, next) as Promise<void>;
	};
}

/** The router, made from the rows: each call passes its row's guards from top to bottom, and then its handler. */
export function buildRouter(dependencies: RouteDependencies): Router<State> {
	const router = new Router<State>();
	const routes = ROUTE_GROUPS.flatMap((group) => group.routes);
	const anybody = undefined;
	const apiKey = requireApiKey(dependencies);
	const apiKeyOrBearer = requireApiKey(dependencies, 'bearer');
	const client = requireApiKey(dependencies, 'basic');
	// Poll tokens belong to sessions: the guard looks at them.
	const access = { anybody, apiKey, apiKeyOrBearer, client, pollToken: apiKey };
	for (const row of routes) {
		const methods = routes.filter(({ path }) => path === row.path).map(({ method }) => method.toUpperCase());
		const allow = methods.sort().join(', ');
		const requireAccess = access[row.access];
		router[row.method](row.path, async (context) => {
			if (row.oauthErrors) context.state.oauthErrors = true;
			if (row.leadsBack) {
				context.state.leadBack = `/connect/${encodeURIComponent(context.params['code'] ?? '')}`;
			}
			if (!isPublic(row) && isFromOtherSite(context)) throw fromOtherSite();
			if (requireAccess) await requireAccess(context);
			if (row.noHead && context.method === 'HEAD') throw methodNotAllowed(allow);
			await answer(row, context, dependencies);
		});
	}
	return router;
}

/** Address, limits, session and token first; the body after, and only as long as it may be for that session. */
async function answer(row: Route, context: Context, dependencies: RouteDependencies): Promise<void> {
	const { network, caller } = context.state;
	const origin: Origin = { network, caller };
	const key = row.headers?.includes('Idempotency-Key') ? idempotencyKey(context) : undefined;
	let guarded =
		row.limit === undefined || row.limit === 'typedCode' || row.limit === 'deviceCode'
			? UNGUARDED
			: await guard(row.limit, context, dependencies, origin);
	try {
		row.beforeBody?.(guarded, context);
		const body = await bodyOf(row, context, dependencies, guarded);
		// Typed into the page, the code is in the body.
		if (row.limit === 'typedCode')
			guarded = await guardLookUp(String(body['user_code']), context, dependencies, origin);
		if (row.limit === 'deviceCode')
			guarded = await guardDeviceCode(String(body['device_code']), context, dependencies, origin);
		const input = {
			origin,
			sessionId: context.params['id'] ?? '',
			link: guarded.link,
			body,
			idempotencyKey: key,
			session: guarded.session,
			connectToken: guarded.connectToken,
		};
		const value = await row.handle(context, dependencies, input);
		if (row.answer.reply !== undefined) reply(context, row.answer.status, value);
		if (row.answer.status === 204) context.status = 204;
	} catch (error) {
		await guarded.settle(error);
		throw error;
	}
	await guarded.settle();
}

async function bodyOf(
	{ body }: Route,
	context: Context,
	dependencies: RouteDependencies,
	{ session }: Guarded,
): Promise<Record<string, unknown>> {
	if (!body) return {};
	const { schema, limit, optional = false, form = false, otherFaults } = body;
	return await readBody(context, schema, {
		limit: typeof limit === 'number' ? limit : session ? limit(session) : 0,
		optional,
		form,
		budget: dependencies.budget,
		...(otherFaults && { otherFaults: (given) => otherFaults(given, dependencies) }),
	});
}
