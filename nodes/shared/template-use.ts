import type { BuiltInTemplateName } from '../../protocol/templates';
import type { Placement } from './placement';

/** How a credential of a built-in template goes into HTTP requests unless the workflow says otherwise. */
export interface TemplateUse {
	/** Empty: it does not. */
	readonly use: readonly Placement[];
	/** Where it may go, where the service has one address. Empty: anywhere. */
	readonly allowedHosts: readonly string[];
}

/** The use of each built-in template. */
export const TEMPLATE_USES: Readonly<Record<BuiltInTemplateName, TemplateUse>> = {
	api_key: { use: [{ in: 'bearer', field: 'api_key' }], allowedHosts: [] },
	bearer_token: { use: [{ in: 'bearer', field: 'token' }], allowedHosts: [] },
	openai: { use: [{ in: 'bearer', field: 'api_key' }], allowedHosts: ['api.openai.com'] },
	anthropic: {
		use: [{ in: 'header', name: 'x-api-key', value: '{api_key}' }],
		allowedHosts: ['api.anthropic.com'],
	},
	basic_auth: {
		use: [{ in: 'basic', username: 'username', password: 'password' }],
		allowedHosts: [],
	},
	aws: { use: [], allowedHosts: [] },
	certificate: { use: [], allowedHosts: [] },
	database: { use: [], allowedHosts: [] },
};

/** The use of a template of the operator's own, or of custom fields: only what the workflow says. */
export const NO_USE: TemplateUse = { use: [], allowedHosts: [] };
