import type { IDataObject } from 'n8n-workflow';

import type { CredentialFields } from '../../protocol/envelope';
import { withInBody, type RequestWithBody } from './body-placement';
import { LinkAuthError } from './errors';

/**
 * One way to put a credential into an HTTP request. `value` of a header is a text in which `{field}` stands
 * for the field's value; everywhere else fields are given by name.
 */
export type Placement =
	/** `Authorization: Bearer …` (RFC 6750 section 2.1). */
	| { readonly in: 'bearer'; readonly field: string }
	| { readonly in: 'header'; readonly name: string; readonly value: string }
	| { readonly in: 'query'; readonly name: string; readonly field: string }
	/** A field at the top of a JSON or form body. */
	| { readonly in: 'body'; readonly name: string; readonly field: string }
	/** `Authorization: Basic …` (RFC 7617). */
	| { readonly in: 'basic'; readonly username: string; readonly password: string };

interface BasicAuth {
	readonly username: string;
	readonly password: string;
}

/** The part of n8n's two request forms that placing a credential touches. */
export interface PlaceableRequest extends RequestWithBody {
	readonly headers?: IDataObject;
	readonly qs?: IDataObject;
	readonly auth?: BasicAuth;
}

const HEADER_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const UNFIT_FOR_HEADER = /[^\t\x20-\x7e\x80-\xff]/;
const PLACEHOLDER = /\{([^{}]+)\}/g;

/**
 * The request with the credential in it, replacing what stands in the same place. The request that came in stays
 * as it is: n8n shows it to the user and keeps it with an error.
 * @throws LinkAuthError where a field is missing or cannot be sent in that place
 */
export function placed<Request extends PlaceableRequest>(
	request: Request,
	fields: CredentialFields,
	use: readonly Placement[],
): Request {
	const headers: Record<string, string> = {};
	const query: Record<string, string> = {};
	const body: Record<string, string> = {};
	let { auth } = request;
	for (const placement of use) {
		switch (placement.in) {
			case 'bearer':
				headers['Authorization'] = `Bearer ${headerSafe(fields, placement.field)}`;
				break;
			case 'header':
				headers[placement.name] = filledIn(placement.value, fields);
				break;
			case 'query':
				query[placement.name] = valueOf(fields, placement.field);
				break;
			case 'body':
				body[placement.name] = valueOf(fields, placement.field);
				break;
			case 'basic':
				// Not as a header of our own, because n8n keeps a failed request's headers in its error.
				auth = basicAuth(fields, placement);
				break;
		}
	}
	const replaced = [...Object.keys(headers), ...(auth === undefined ? [] : ['Authorization'])];
	return {
		...request,
		...(auth === undefined ? {} : { auth }),
		headers: { ...without(request.headers ?? {}, replaced), ...headers },
		...(Object.keys(query).length > 0 ? { qs: { ...request.qs, ...query } } : {}),
		...(Object.keys(body).length > 0 ? withInBody(request, body) : {}),
	};
}

/** Whether a text can be the name of a header (RFC 9110 section 5.1). */
export function isHeaderName(name: string): boolean {
	return HEADER_NAME.test(name);
}

/** The names of the fields that a placement needs. */
export function fieldsNeeded(placement: Placement): readonly string[] {
	switch (placement.in) {
		case 'header':
			return [...placement.value.matchAll(PLACEHOLDER)].map((match) => match[1] ?? '');
		case 'basic':
			return [placement.username, placement.password];
		default:
			return [placement.field];
	}
}

function filledIn(text: string, fields: CredentialFields): string {
	return text.replaceAll(PLACEHOLDER, (_, field: string) => headerSafe(fields, field));
}

function basicAuth(
	fields: CredentialFields,
	names: { readonly username: string; readonly password: string },
): BasicAuth {
	const username = valueOf(fields, names.username);
	if (username.includes(':')) {
		throw new LinkAuthError(
			`The field "${names.username}" holds a colon, which Basic Auth cannot carry.`,
			'Ask the person for the username again, or choose another way under Use in HTTP Requests.',
		);
	}
	return { username, password: valueOf(fields, names.password) };
}

function headerSafe(fields: CredentialFields, name: string): string {
	// White space around a pasted key is never part of it, and HTTP would drop it anyway.
	const value = valueOf(fields, name).trim();
	if (UNFIT_FOR_HEADER.test(value)) {
		throw new LinkAuthError(
			`The field "${name}" holds a line break or another character that an HTTP header cannot carry.`,
			'Ask the person again, or choose another way under Use in HTTP Requests.',
		);
	}
	return value;
}

function valueOf(fields: CredentialFields, name: string): string {
	const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
	if (value === undefined) {
		throw new LinkAuthError(
			`The credential has no field "${name}".`,
			`It has: ${Object.keys(fields).join(', ')}. Correct Use in HTTP Requests in Request Credential and ask again.`,
		);
	}
	return value;
}

function without(headers: IDataObject, names: readonly string[]): IDataObject {
	const dropped = new Set(names.map((name) => name.toLowerCase()));
	return Object.fromEntries(Object.entries(headers).filter(([name]) => !dropped.has(name.toLowerCase())));
}
