import type { FieldDefinition } from '../../protocol/templates';
import { fieldsNeeded, isHeaderName, type Placement } from '../shared/placement';
import { ParameterError } from './parameter-error';

/**
 * How the credential is to be sent, where the node says so itself.
 * @param text a text parameter of the node by name
 * @param fields the form's fields; undefined where only the broker knows them
 * @throws ParameterError, also where a field is meant that the form does not have
 */
export function chosenUse(
	text: (name: string) => string,
	fields: readonly FieldDefinition[] | undefined,
): readonly Placement[] {
	const placement = placementOf(text, fields);
	if (placement === undefined) return [];
	const names = fieldsNeeded(placement);
	if (names.includes('')) {
		throw new ParameterError(
			'Use in HTTP Requests does not say which field to send.',
			'Only the broker knows the fields of this template: enter the name of the one to send.',
		);
	}
	const missing = names.find((name) => fields?.every((field) => field.name !== name));
	if (fields !== undefined && missing !== undefined) {
		throw new ParameterError(
			`Use in HTTP Requests needs the field "${missing}", which the form does not have.`,
			`The form has: ${fields.map((field) => field.name).join(', ')}.`,
		);
	}
	return [placement];
}

function placementOf(
	text: (name: string) => string,
	fields: readonly FieldDefinition[] | undefined,
): Placement | undefined {
	switch (text('useInHttp')) {
		case 'bearer':
			return { in: 'bearer', field: text('sendField') || secretField(fields) };
		case 'query':
			return {
				in: 'query',
				name: needed(text, 'queryName', 'Parameter Name'),
				field: text('sendField') || secretField(fields),
			};
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

function needed(text: (name: string) => string, name: string, title: string): string {
	const value = text(name);
	if (value !== '') return value;
	throw new ParameterError(`${title} is empty.`, 'Enter the name that the service expects.');
}

function headerName(text: (name: string) => string): string {
	const name = needed(text, 'headerName', 'Header Name');
	if (isHeaderName(name)) return name;
	throw new ParameterError(
		`"${name}" cannot be the name of a header.`,
		'Header names consist of letters, digits and hyphens, such as X-API-Key.',
	);
}

function headerValue(text: (name: string) => string): string {
	const value = text('headerValue');
	if (/\{[^{}]+\}/.test(value) && !/[\r\n]/.test(value)) return value;
	throw new ParameterError(
		'Header Value names no field.',
		'Write the name of a field in curly brackets where its value belongs, such as {api_key} or Token {api_key}.',
	);
}
