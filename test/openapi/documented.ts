import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import type {
	Header,
	JsonSchema,
	Method,
	OpenApiDocument,
	Operation,
	Reference,
	Response,
} from '../../broker/openapi/openapi-types';
import type { Answer } from '../support/http';

/** The document, to hold answers of the broker against. */
export interface Documented {
	readonly document: OpenApiDocument;
	readonly calls: readonly DocumentedCall[];
	/** The call that an address belongs to, however its parameters read. */
	readonly find: (method: string, address: string) => DocumentedCall | undefined;
	/**
	 * What of an answer is not as the document says: its status, its media type, its headers, or its body, in which a
	 * member too many counts as well.
	 */
	readonly faultsOf: (method: string, address: string, answer: Answer<unknown>) => string[];
	/** The same, where it is known which answer it has to be. */
	readonly responseFaults: (response: Response, answer: Answer<unknown>) => string[];
	/** A validator of a schema that stands in the document. */
	readonly validator: (schema: JsonSchema) => ValidateFunction;
}

/** What stands among the components is known to the validator by an address of its own. */
const BASE = 'https://schemas.example/';

/** One call of the document. */
export interface DocumentedCall {
	readonly path: string;
	readonly method: Method;
	readonly operation: Operation;
	/** What its addresses look like. */
	readonly pattern: RegExp;
}

/** Takes a document apart. */
export function documented(document: OpenApiDocument): Documented {
	const ajv = new Ajv2020({
		allErrors: true,
		strict: true,
		strictTypes: false,
		strictRequired: false,
		formats: { base64: true },
	});
	addFormats(ajv);
	for (const [name, schema] of Object.entries(document.components.schemas)) {
		// Requests may have members that nobody knows; a reply of ours may not.
		ajv.addSchema({ $id: BASE + name, ...absolute(name.endsWith('Request') ? schema : close(schema)) });
	}
	const compiled = new WeakMap<JsonSchema, ValidateFunction>();
	const validator = (schema: JsonSchema): ValidateFunction => {
		const known = compiled.get(schema) ?? ajv.compile(absolute(schema));
		compiled.set(schema, known);
		return known;
	};
	const calls = Object.entries(document.paths).flatMap(([path, methods]) =>
		Object.entries(methods).map(([method, operation]) => ({
			path,
			method: method as Method,
			operation,
			pattern: patternOf(path),
		})),
	);
	const find = (method: string, address: string) =>
		bestOf(calls.filter((each) => each.method === asked(method) && matches(each, address)));
	const responseOf = (method: string, address: string, status: number): Response | undefined => {
		const call = find(method, address);
		const { NotFound, MethodNotAllowed } = document.components.responses;
		// What collects, or begins something, cannot be asked for its headers alone.
		const isAct = ['pollSession', 'authorize'].includes(call?.operation.operationId ?? '');
		if (call && !(method === 'HEAD' && isAct)) {
			return call.operation.responses[String(status)];
		}
		const there = calls.some((call) => matches(call, address));
		return status === (there ? 405 : 404) ? (there ? MethodNotAllowed : NotFound) : undefined;
	};

	return {
		document,
		calls,
		find,
		validator,
		responseFaults,
		faultsOf: (method, address, answer) => {
			const response = responseOf(method, address, answer.status);
			if (!response) return [`the status ${String(answer.status)} is not documented`];
			return method === 'HEAD' ? headerFaults(response, answer) : responseFaults(response, answer);
		},
	};

	function responseFaults(response: Response, answer: Answer<unknown>): string[] {
		return [...headerFaults(response, answer), ...bodyFaults(response, answer)];
	}

	function headerFaults({ headers = {} }: Response, answer: Answer<unknown>): string[] {
		return Object.entries(headers).flatMap(([name, header]) => {
			const { required, schema } = resolved(header);
			const value = answer.headers[name.toLowerCase()];
			if (value === undefined) return required === true ? [`the header ${name} is missing`] : [];
			return validator(schema)(value) ? [] : [`the header ${name} is not as documented: ${String(value)}`];
		});
	}

	function resolved(header: Header | Reference): Header {
		if (!('$ref' in header)) return header;
		const found = document.components.headers[header.$ref.split('/').at(-1) ?? ''];
		if (!found) throw new Error(`${header.$ref} leads nowhere`);
		return found;
	}

	function bodyFaults({ content }: Response, answer: Answer<unknown>): string[] {
		const type = String(answer.headers['content-type'] ?? '').replace(/;.*/, '');
		if (!content) return answer.text === '' ? [] : ['a body, where none is documented'];
		const media = content[type];
		if (!media) return [`the media type "${type}" is not documented`];
		if (!type.endsWith('json')) return [];
		const validate = validator(media.schema);
		if (validate(answer.body)) return [];
		return (validate.errors ?? []).map(
			({ instancePath, message = '' }) => `the body${instancePath} ${message}`,
		);
	}
}

/** A schema of a reply without room for members that it does not name. */
function close(schema: JsonSchema): JsonSchema {
	return {
		...schema,
		...(schema.properties && {
			additionalProperties: false,
			properties: Object.fromEntries(
				Object.entries(schema.properties).map(([name, each]) => [name, close(each)]),
			),
		}),
		...(schema.items && { items: close(schema.items) }),
		...(schema.oneOf && { oneOf: schema.oneOf.map(close) }),
	};
}

/** References that lead to the document, wherever the schema itself stands. */
function absolute(schema: JsonSchema): JsonSchema {
	return JSON.parse(JSON.stringify(schema).replaceAll('"#/components/schemas/', `"${BASE}`)) as JsonSchema;
}

function asked(method: string): string {
	return method === 'HEAD' ? 'get' : method.toLowerCase();
}

function patternOf(path: string): RegExp {
	const pattern = path.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '[^/]+');
	return new RegExp(`^${pattern}/?$`, 'i');
}

function matches({ pattern }: DocumentedCall, address: string): boolean {
	const [plain = ''] = address.split(/[?#]/);
	return pattern.test(plain);
}

/** Where several fit, the one with the fewest parameters: `resolve` is not a code. */
function bestOf(calls: readonly DocumentedCall[]): DocumentedCall | undefined {
	return [...calls].sort((one, other) => parameters(one) - parameters(other))[0];
}

function parameters({ path }: DocumentedCall): number {
	return path.split('{').length;
}
