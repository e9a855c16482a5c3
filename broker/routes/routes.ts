import { AGENT_ROUTES } from './agent-routes';
import { BROKER_ROUTES } from './broker-routes';
import { DEVICE_ROUTES } from './device-routes';
import { PAGE_ROUTES } from './page-routes';
import { PERSON_ROUTES } from './person-routes';
import type { Route } from './route';

/** Calls that belong together, as the document groups them. */
interface RouteGroup {
	readonly name: string;
	readonly description: string;
	readonly routes: readonly Route[];
}

/** Every call of the broker. */
export const ROUTE_GROUPS: readonly RouteGroup[] = [
	{ name: 'Agents', description: 'Ask for a credential, wait, collect it.', routes: AGENT_ROUTES },
	{
		name: 'OAuth clients',
		description: 'The same as a device flow (RFC 8628), for any OAuth library.',
		routes: DEVICE_ROUTES,
	},
	{ name: 'People', description: 'What the page calls for the person.', routes: PERSON_ROUTES },
	{ name: 'Broker', description: 'What it is and how it is.', routes: BROKER_ROUTES },
	{ name: 'Pages', description: 'What browsers open.', routes: PAGE_ROUTES },
];
