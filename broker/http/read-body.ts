import getRawBody from 'raw-body';
import type { z } from 'zod';
import {
	bodyTooLarge,
	faultyBody,
	faultyMember,
	malformedJson,
	unsupportedMediaType,
	type ProblemError,
} from '../problem';
import type { Context } from './context';

/** Which bodies are accepted. */
export interface BodyOptions {
	/** Bytes. */
	readonly limit: number;
	/** Whether a request without a body counts as `{}`. */
	readonly optional?: boolean;
	/**
	 * What else is wrong with a body that its schema refuses, so that one answer names all of it. Gets the body as it
	 * came.
	 */
	readonly otherFaults?: (body: unknown) => readonly ProblemError[];
}

/**
 * Reads a JSON body (RFC 8259) and checks it.
 * @throws ProblemError `unsupported_media_type`, `too_large`, `malformed_json`, or `invalid_request` naming every
 *   member at fault
 */
export async function readBody<Schema extends z.ZodObject>(
	context: Context,
	schema: Schema,
	options: BodyOptions,
): Promise<z.output<Schema>> {
	return checkBody(schema, await readJson(context, options), options.otherFaults);
}

/**
 * Checks a body against its schema.
 * @throws ProblemError `invalid_request` naming every member at fault, in the schema's order
 */
export function checkBody<Schema extends z.ZodObject>(
	schema: Schema,
	body: unknown,
	otherFaults: BodyOptions['otherFaults'] = () => [],
): z.output<Schema> {
	const read = schema.safeParse(body);
	if (read.success) return read.data;
	const faults = read.error.issues.map(({ path, message }) =>
		faultyMember('invalid_request', path, `expected ${message}`),
	);
	throw faultyBody([...faults, ...otherFaults(body)], Object.keys(schema.shape));
}

async function readJson(context: Context, { limit, optional = false }: BodyOptions): Promise<unknown> {
	const hasContent = context.request.length !== 0 && hasBody(context);
	if (!hasContent && optional) return {};
	if (hasContent && context.request.is('application/json', '+json') === false) {
		throw unsupportedMediaType();
	}
	if (context.get('content-encoding') !== '' && context.get('content-encoding') !== 'identity') {
		throw unsupportedMediaType('Content-Encoding: expected none.');
	}
	const bytes = await readBytes(context, limit);
	try {
		return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
	} catch {
		throw malformedJson();
	}
}

function hasBody(context: Context): boolean {
	const { headers } = context.req;
	return headers['transfer-encoding'] !== undefined || headers['content-length'] !== undefined;
}

async function readBytes(context: Context, limit: number): Promise<Buffer> {
	try {
		return await getRawBody(context.req, { limit, length: context.request.length });
	} catch (error) {
		const status = error instanceof Error && 'status' in error ? error.status : undefined;
		if (status === 413) {
			// The rest of the body is left unread, so the connection cannot be used again.
			context.set('Connection', 'close');
			throw bodyTooLarge(limit);
		}
		throw malformedJson('The body: it ended before it was complete.');
	}
}
