import getRawBody from 'raw-body';
import type { z } from 'zod';
import { ProblemError } from '../problem';
import type { Context } from './context';

/** Which bodies are accepted. */
export interface BodyOptions {
	/** Bytes. */
	readonly limit: number;
	/** Whether a request without a body counts as `{}`. */
	readonly optional?: boolean;
}

/**
 * Reads a JSON body (RFC 8259) and checks it.
 * @throws ProblemError `unsupported_media_type`, `too_large`, `malformed_json`, or `invalid_request` naming every
 *   member at fault
 */
export async function readBody<Schema extends z.ZodType>(
	context: Context,
	schema: Schema,
	options: BodyOptions,
): Promise<z.output<Schema>> {
	const read = schema.safeParse(await readJson(context, options));
	if (read.success) return read.data;
	throw new ProblemError('invalid_request', read.error.issues.map(describe).join(' '));
}

async function readJson(context: Context, { limit, optional = false }: BodyOptions): Promise<unknown> {
	const hasContent = context.request.length !== 0 && hasBody(context);
	if (!hasContent && optional) return {};
	if (hasContent && context.request.is('application/json', '+json') === false) {
		throw new ProblemError('unsupported_media_type', 'Content-Type: expected application/json.');
	}
	if (context.get('content-encoding') !== '' && context.get('content-encoding') !== 'identity') {
		throw new ProblemError('unsupported_media_type', 'Content-Encoding: expected none.');
	}
	const bytes = await readBytes(context, limit);
	try {
		return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
	} catch {
		throw new ProblemError('malformed_json', 'The body: expected JSON in UTF-8.');
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
			throw new ProblemError('too_large', `The body: expected at most ${String(limit)} bytes.`);
		}
		throw new ProblemError('malformed_json', 'The body: it ended before it was complete.');
	}
}

/** `fields[0].name: expected a name.` Says what was expected, never what was given. */
function describe(issue: z.core.$ZodIssue): string {
	const path = issue.path.reduce<string>(
		(text, key) =>
			typeof key === 'number'
				? `${text}[${String(key)}]`
				: text === ''
					? String(key)
					: `${text}.${String(key)}`,
		'',
	);
	return `${path === '' ? 'The body' : path}: expected ${issue.message}.`;
}
