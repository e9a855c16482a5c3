import getRawBody from 'raw-body';
import type { z } from 'zod';
import {
	bodyTooLarge,
	malformedJson,
	repeatedParameter,
	unsupportedMediaType,
	ProblemError,
} from '../problem';
import type { ByteBudget } from './byte-budget';
import { checkBody } from './check-body';
import type { Context } from './context';
import { continueBody } from './unread-bodies';
import { readable } from './unreadable-requests';

/** Which bodies are accepted. */
export interface BodyOptions {
	/** Bytes. */
	readonly limit: number;
	/** What the bytes are taken from while they are held. */
	readonly budget: ByteBudget;
	/** Whether a request without a body counts as `{}`. */
	readonly optional?: boolean;
	/** Whether it is a form, `application/x-www-form-urlencoded`, and not JSON. */
	readonly form?: boolean;
	/**
	 * What else is wrong with a body that its schema refuses, so that one answer names all of it. Gets the body as it
	 * came.
	 */
	readonly otherFaults?: (body: unknown) => readonly ProblemError[];
}

/**
 * Reads a JSON body (RFC 8259), or a form as OAuth has it (RFC 6749 appendix B), and checks it.
 * @throws ProblemError `unsupported_media_type`, `too_large`, `busy`, `request_timeout`, `malformed_request`,
 *   `malformed_json`, or
 *   `invalid_request` naming every member at fault
 */
export async function readBody<Schema extends z.ZodObject>(
	context: Context,
	schema: Schema,
	options: BodyOptions,
): Promise<z.output<Schema>> {
	return checkBody(schema, await readMembers(context, options), options.otherFaults);
}

async function readMembers(context: Context, options: BodyOptions): Promise<unknown> {
	const length = lengthOf(context);
	if (length === 0 && options.optional) return {};
	if (options.form) {
		if (context.request.is(FORM_TYPE) === false)
			throw unsupportedMediaType(`Content-Type: expected ${FORM_TYPE}.`);
	} else if (length !== 0 && !isJson(context)) {
		throw unsupportedMediaType();
	}
	const { 'content-encoding': coding = 'identity' } = context.req.headers;
	if (coding !== '' && coding !== 'identity') {
		throw unsupportedMediaType('Content-Encoding: expected none.');
	}
	const { limit, budget } = options;
	if (length !== undefined && length > limit) throw bodyTooLarge(limit);
	const giveBack = budget.take(context.state.network, length ?? limit);
	try {
		const bytes = await readBytes(context, limit, length);
		return options.form ? parseForm(bytes) : parse(bytes);
	} finally {
		giveBack();
	}
}

/** Whether the body says that it is JSON; nearly all say it in the same word, which need not be parsed. */
function isJson({ req, request }: Context): boolean {
	return (
		req.headers['content-type'] === 'application/json' || request.is('application/json', '+json') !== false
	);
}

/** Bytes of the body; undefined where it says so only at its end. */
function lengthOf({ req: { headers } }: Context): number | undefined {
	return headers['transfer-encoding'] === undefined ? Number(headers['content-length'] ?? 0) : undefined;
}

const FORM_TYPE = 'application/x-www-form-urlencoded';

/** Parameters without a value count as left out, and none may be given twice (RFC 6749 section 3.2). */
function parseForm(bytes: Buffer): Record<string, string> {
	const given = [...new URLSearchParams(bytes.toString('latin1'))].filter(([, value]) => value !== '');
	const members = Object.fromEntries(given);
	const repeated = Object.keys(members).find((name) => given.filter(([each]) => each === name).length > 1);
	if (repeated !== undefined) throw repeatedParameter();
	return members;
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });

function parse(bytes: Buffer): unknown {
	try {
		return JSON.parse(UTF8.decode(bytes));
	} catch {
		throw malformedJson();
	}
}

async function readBytes(context: Context, limit: number, length: number | undefined): Promise<Buffer> {
	continueBody(context);
	try {
		return await readable(context.req, () =>
			getRawBody(context.req, { limit, ...(length !== undefined && { length }) }),
		);
	} catch (error) {
		if (error instanceof ProblemError) throw error;
		const status = error instanceof Error && 'status' in error ? error.status : undefined;
		if (status === 413) throw bodyTooLarge(limit);
		throw malformedJson('The body: it ended before it was complete.');
	}
}
