import type { IDataObject } from 'n8n-workflow';

import { LinkAuthError } from './errors';

/**
 * Where n8n's two request forms carry a body: `form` and `formData` are the HTTP Request node's. The latter is a stream,
 * which could not be left as it came.
 */
export interface RequestWithBody {
	readonly method?: string;
	readonly body?: unknown;
	readonly form?: unknown;
	readonly formData?: unknown;
}

/**
 * The part of a request that holds its body, with fields added at its top, replacing those of the same name.
 * @throws LinkAuthError where the body is neither JSON nor a form, or the request has none
 */
export function withInBody(request: RequestWithBody, added: Readonly<Record<string, string>>): object {
	const { body, form, formData } = request;
	if (hasFields(form)) return { form: { ...form, ...added } };
	if (hasFields(body)) return { body: { ...body, ...added } };
	if (body instanceof URLSearchParams) {
		return { body: new URLSearchParams([...withoutNames(body, added), ...Object.entries(added)]) };
	}
	if (!isEmpty(body) || formData !== undefined) {
		throw new LinkAuthError(
			'The credential belongs into a field of the body, and the body of this request is of another kind: nothing was sent.',
			'Choose JSON or Form Urlencoded as Body Content Type in the HTTP Request node.',
		);
	}
	if (/^(?:GET|HEAD)$/i.test(request.method ?? 'GET')) {
		throw new LinkAuthError(
			'The credential belongs into a field of the body, and this request has no body: nothing was sent.',
			'Choose a method such as POST in the HTTP Request node.',
		);
	}
	return { body: added, json: true };
}

function hasFields(body: unknown): body is IDataObject {
	if (Object.prototype.toString.call(body) !== '[object Object]') return false;
	return typeof (body as { readonly pipe?: unknown }).pipe !== 'function';
}

function isEmpty(body: unknown): boolean {
	return body === undefined || body === null || body === '';
}

function withoutNames(body: URLSearchParams, added: Readonly<Record<string, string>>): [string, string][] {
	return [...body].filter(([name]) => !Object.hasOwn(added, name));
}
