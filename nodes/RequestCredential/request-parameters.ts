import type { IExecuteFunctions } from 'n8n-workflow';

import { LIMITS } from '../../protocol/limits';
import type { CreateSessionRequest } from '../../protocol/messages';
import { BUILT_IN_TEMPLATES, type FieldDefinition, type Template } from '../../protocol/templates';
import { parseAllowedHosts } from '../shared/allowed-hosts';
import type { SignIn } from '../shared/oauth/grant';
import type { Placement } from '../shared/placement';
import { textOf } from '../shared/text-of';
import { NO_USE, TEMPLATE_USES, type TemplateUse } from '../shared/template-use';
import { BROKER_TEMPLATE, CUSTOM } from './credential-properties';
import { SIGN_IN } from './sign-in-properties';
import { customFields } from './custom-fields';
import { chosenUse } from './chosen-use';
import { LinkAuthError } from '../shared/errors';

/** What the node is to ask for one item, with all defaults settled. */
export interface RequestParameters {
	/** Name of a template, the fields of a form, or what a sign-in is asked for with. */
	readonly form:
		| { readonly template: string }
		| { readonly fields: readonly FieldDefinition[] }
		| Partial<CreateSessionRequest>;
	/** Where the person signs in. */
	readonly signIn?: SignIn;
	/** The PKCE challenge that the link pins. */
	readonly challenge?: string;
	/** Whether the credential is sent as what is asked for says. */
	readonly usesTemplate: boolean;
	readonly displayName: string;
	/** What a message to the person calls it: the display name, or else the template's own. */
	readonly displayLabel: string;
	readonly reason: string;
	/** Seconds. */
	readonly ttl: number;
	readonly use: readonly Placement[];
	readonly allowedHosts: readonly string[];
	readonly requester?: { readonly name: string; readonly detail?: string };
	readonly messageText: string;
	readonly typedCode: boolean;
	readonly includeInputData: boolean;
}

interface Options {
	/** Of nodes of version 1. */
	readonly allowedHosts?: unknown;
	readonly includeInputData?: unknown;
	readonly linkMode?: unknown;
	readonly messageText?: unknown;
	readonly requesterDetail?: unknown;
	readonly requesterName?: unknown;
}

/**
 * Reads the node's parameters for an item.
 * @throws LinkAuthError naming the parameter and what was expected
 */
export function readParameters(context: IExecuteFunctions, itemIndex: number): RequestParameters {
	const text = (name: string): string => textOf(context.getNodeParameter(name, itemIndex, ''));
	const options = context.getNodeParameter('options', itemIndex, {}) as Options;
	const { form, fields, displayLabel, templateUse } = formOf(context, itemIndex, text);
	const displayName = text('displayName');
	if (displayName === '' && 'fields' in form) {
		throw new LinkAuthError(
			'Display Name is empty.',
			'Custom fields have no name of their own: say in a few words what the person is asked to connect.',
		);
	}
	const chosenHosts = parseAllowedHosts(text('allowedHosts') || textOf(options.allowedHosts));
	return {
		form,
		displayName,
		displayLabel: displayName === '' ? displayLabel : displayName,
		reason: text('reason'),
		ttl: ttlOf(context.getNodeParameter('expiresIn', itemIndex, 10), text('expiresInUnit')),
		usesTemplate: text('useInHttp') === 'template',
		use:
			text('useInHttp') === 'template'
				? templateUse.use
				: chosenUse(text, context.getNodeParameter('places', itemIndex, {}), fields),
		allowedHosts: chosenHosts.length > 0 ? chosenHosts : templateUse.allowedHosts,
		...requesterOf(options),
		messageText: textOf(options.messageText),
		typedCode: options.linkMode === 'code',
		includeInputData: options.includeInputData === true,
	};
}

/** Seconds. */
const UNITS: ReadonlyMap<string, number> = new Map([
	['minutes', 60],
	['hours', 3_600],
	['days', 86_400],
]);

function ttlOf(amount: unknown, unit: string): number {
	// Workflows from before there were units mean minutes.
	const seconds = Math.round(Number(amount) * (UNITS.get(unit) ?? 60));
	if (seconds >= LIMITS.minimumTtl) return seconds;
	throw new LinkAuthError(
		'Expires In is too short.',
		`Give the person at least ${String(LIMITS.minimumTtl)} seconds (0.5 minutes); ten minutes are usual.`,
	);
}

interface Form {
	readonly form: RequestParameters['form'];
	/** Undefined where only the broker knows them. */
	readonly fields: readonly FieldDefinition[] | undefined;
	readonly displayLabel: string;
	readonly templateUse: TemplateUse;
}

function formOf(context: IExecuteFunctions, itemIndex: number, text: (name: string) => string): Form {
	const chosen = text('template');
	if (chosen === CUSTOM) {
		const fields = customFields(context.getNodeParameter('fields', itemIndex, {}));
		return { form: { fields }, fields, displayLabel: '', templateUse: NO_USE };
	}
	if (chosen === SIGN_IN) {
		return { form: {}, fields: undefined, displayLabel: '', templateUse: NO_USE };
	}
	const name = chosen === BROKER_TEMPLATE ? text('templateName') : chosen;
	if (name === '') {
		throw new LinkAuthError(
			'Template Name is empty.',
			'Enter the name of a template that the operator of the broker has set up.',
		);
	}
	const known: Readonly<Record<string, Template>> = BUILT_IN_TEMPLATES;
	const uses: Readonly<Record<string, TemplateUse>> = TEMPLATE_USES;
	const template = Object.hasOwn(known, name) ? known[name] : undefined;
	return {
		form: { template: name },
		fields: template?.fields,
		displayLabel: template?.display_name ?? name,
		templateUse: (template === undefined ? undefined : uses[name]) ?? NO_USE,
	};
}

function requesterOf(options: Options): Pick<RequestParameters, 'requester'> {
	const name = textOf(options.requesterName);
	const detail = textOf(options.requesterDetail);
	if (name === '') return {};
	return { requester: { name, ...(detail === '' ? {} : { detail }) } };
}
