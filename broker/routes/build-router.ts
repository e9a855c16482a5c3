import Router from '@koa/router';
import type { State } from '../http/context';
import { requireApiKey } from '../http/require-api-key';
import type { Keyring } from '../keys/keyring';
import { agentRoutes, type AgentRouteDependencies } from './agent-routes';
import { docsRoutes, type Docs } from './docs-routes';
import { healthRoutes } from './health-routes';
import { pageRoutes, type Page } from './page-routes';
import { personRoutes, type PersonRouteDependencies } from './person-routes';

/** What the routes work with. */
export interface RouteDependencies extends AgentRouteDependencies, PersonRouteDependencies {
	readonly keyring: Keyring;
	readonly page: Page;
	readonly docs: Docs;
	/** Aborts first of all when the process is asked to end: it still serves, and no longer says that it is ready. */
	readonly retiring: AbortSignal;
}

/** Every address of the broker, one line each. */
export function buildRouter(dependencies: RouteDependencies): Router<State> {
	const router = new Router<State>();
	const agent = agentRoutes(dependencies);
	const person = personRoutes(dependencies);
	const page = pageRoutes(dependencies.page);
	const docs = docsRoutes(dependencies.docs);
	const health = healthRoutes({
		baseUrl: dependencies.sessions.settings.baseUrl,
		store: dependencies.sessions.store,
		retiring: dependencies.retiring,
	});
	const key = requireApiKey(dependencies.keyring, { bearer: false });
	const keyOrBearer = requireApiKey(dependencies.keyring, { bearer: true });

	router.post('/v1/sessions', keyOrBearer, agent.create);
	router.get('/v1/sessions/:id', key, agent.poll);
	router.patch('/v1/sessions/:id', key, agent.register);
	router.delete('/v1/sessions/:id', key, agent.cancel);
	router.get('/v1/sessions/:id/agent-state', key, agent.agentState);
	router.get('/v1/auth', keyOrBearer, agent.auth);

	router.post('/v1/connect/resolve', person.resolve);
	router.get('/v1/connect/:code', person.info);
	router.post('/v1/connect/:code/confirm', person.confirm);
	router.post('/v1/connect/:code/complete', person.complete);
	router.post('/v1/connect/:code/deny', person.deny);

	router.get('/', page.home);
	router.get('/connect', page.document);
	router.get('/connect/:code', page.document);
	router.get('/assets/:file', page.asset);
	router.get('/branding/:file', page.branding);

	router.get('/openapi.json', docs.openApi);
	router.get('/docs', docs.document);
	router.get('/docs/:file', docs.asset);

	router.get('/health', health.health);
	router.get('/ready', health.ready);
	router.get('/.well-known/linkauth', health.discovery);
	return router;
}
