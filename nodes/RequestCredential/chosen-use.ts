import type { FieldDefinition } from '../../protocol/templates';
import { fieldsNeeded, isHeaderName, type Placement } from '../shared/placement';
import { textOf } from '../shared/text-of';
import { LinkAuthError } from '../shared/errors';
import { SEVERAL } from './use-properties';

/** A text parameter by its name. */
type Text = (name: string) => string;

/**
 * How the credential is to be sent, where the node says so itself.
 * @param text a text parameter of the node by name
 * @param places the entries of Places, as n8n gives them
 * @param fields the form's fields; undefined for a template of the broker's own
 * @throws LinkAuthError, also where a field is meant that the form does not have
 */
export function chosenUse(
	text: Text,
	places: unknown,
	fields: readonly FieldDefinition[] | undefined,
): readonly Placement[] {
	const way = text('useInHttp');
	if (way !== SEVERAL) return placementsOf(way, text, fields);
	const { place } = (places ?? {}) as { readonly place?: readonly Readonly<Record<string, unknown>>[] };
	const chosen = (place ?? []).flatMap((entry) => {
		const own: Text = (name) => textOf(entry[name]);
		return placementsOf(own('way'), own, fields);
	});
	if (chosen.length > 0) return chosen;
	throw new LinkAuthError(
		'There are no Places.',
		'Add each place in the request that the credential goes to.',
	);
}

function placementsOf(way: string, text: Text, fields: readonly FieldDefinition[] | undefined): Placement[] {
	const placement = placementOf(way, text, fields);
	if (placement === undefined) return [];
	const names = fieldsNeeded(placement);
	if (names.includes('')) {
		throw new LinkAuthError(
			'Use in HTTP Requests does not say which field to send.',
			'Only the broker knows the fields of this template: enter the name of the one to send.',
		);
	}
	const missing = names.find((name) => fields?.every((field) => field.name !== name));
	if (fields !== undefined && missing !== undefined) {
		throw new LinkAuthError(
			`Use in HTTP Requests needs the field "${missing}", which the form does not have.`,
			`Enter the name of one that it has: ${fields.map((field) => field.name).join(', ')}.`,
		);
	}
	return [placement];
}

function placementOf(
	way: string,
	text: Text,
	fields: readonly FieldDefinition[] | undefined,
): Placement | undefined {
	const field = text('sendField') || secretField(fields);
	switch (way) {
		case 'bearer':
			return { in: 'bearer', field };
		case 'body':
			return { in: 'body', name: needed(text, 'bodyName', 'Body Field Name'), field };
		case 'query':
			return { in: 'query', name: needed(text, 'queryName', 'Parameter Name'), field };
		case 'basic':
			return { in: 'basic', username: text('basicUser'), password: text('basicPass') };
		case 'header':
			return { in: 'header', name: headerName(text), value: headerValue(text) };
		default:
			return undefined;
	}
}

function secretField(fields: readonly FieldDefinition[] | undefined): string {
	return (fields?.find((field) => field.type === 'password') ?? fields?.[0])?.name ?? '';
}

function needed(text: Text, name: string, title: string): string {
	const value = text(name);
	if (value !== '') return value;
	throw new LinkAuthError(`${title} is empty.`, 'Enter the name that the service expects.');
}

function headerName(text: Text): string {
	const name = needed(text, 'headerName', 'Header Name');
	if (isHeaderName(name)) return name;
	throw new LinkAuthError(
		`"${name}" cannot be the name of a header.`,
		'Use letters, digits and hyphens alone, such as X-API-Key.',
	);
}

function headerValue(text: Text): string {
	const value = text('headerValue');
	if (/\{[^{}]+\}/.test(value) && !/[\r\n]/.test(value)) return value;
	throw new LinkAuthError(
		'Header Value names no field.',
		'Write the name of a field in curly brackets where its value belongs, such as {api_key} or Token {api_key}.',
	);
}
