import type { INodeProperties } from 'n8n-workflow';

import { TEMPLATE_USES } from '../shared/template-use';

const NAME = 'allowedHosts';

const ALLOWED_HOSTS = {
	displayName: 'Allowed Hosts',
	name: NAME,
	type: 'string',
	default: '',
	placeholder: 'e.g. api.example.com, *.example.org',
} as const satisfies Partial<INodeProperties>;

const WHAT =
	'The only hosts the credential may be sent to, separated by commas. The person sees them, and nobody can change them later, not even by editing the workflow.';

/** The templates that are for one service, with the hosts it has. */
const WITH_HOSTS = Object.entries(TEMPLATE_USES).filter(([, { allowedHosts }]) => allowedHosts.length > 0);

/** Where the credential may go: a parameter for each template that knows this, and one for all others. */
export const hostProperties: INodeProperties[] = [
	...WITH_HOSTS.map(([template, { allowedHosts }]) => {
		const hosts = allowedHosts.join(', ');
		return {
			...ALLOWED_HOSTS,
			default: hosts,
			description: `${WHAT} Empty: ${hosts}.`,
			displayOptions: { show: { '@version': [{ _cnd: { gte: 2 } }], template: [template] } },
		};
	}),
	{
		...ALLOWED_HOSTS,
		description: `${WHAT} Empty: any host that is encrypted. Put http:// in front where a host has no encryption.`,
		displayOptions: {
			show: { '@version': [{ _cnd: { gte: 2 } }] },
			hide: { template: WITH_HOSTS.map(([template]) => template) },
		},
	},
];

/** Where version 1 of the node has it: among the options. */
export const hostsAmongOptions: INodeProperties = {
	...ALLOWED_HOSTS,
	description: `${WHAT} Empty: any host that is encrypted, or the service’s own where the template is for one.`,
	displayOptions: { show: { '@version': [1] } },
};
