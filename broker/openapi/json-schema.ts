import * as z from 'zod';
import type { JsonSchema } from './openapi-types';

/** Beyond what JSON carries exactly, a bound says nothing. */
const NO_BOUND = Number.MAX_SAFE_INTEGER;

/**
 * What a guard accepts, as a JSON Schema. Texts are trimmed before their length is checked, so the bounds of the
 * trimmed text are given; what only code can check is left to the description.
 * @param words descriptions by path, such as `fields[].name`
 */
export function acceptedBy(guard: z.ZodType, words: Readonly<Record<string, string>>): JsonSchema {
	const schema = plain(
		z.toJSONSchema(guard, {
			io: 'input',
			override: ({ zodSchema, jsonSchema }) => {
				if (zodSchema instanceof z.ZodPipe) Object.assign(jsonSchema, lengthsOf(zodSchema.out));
			},
		}),
	);
	return described(schema, words, '');
}

/** What a reply looks like, as a JSON Schema. Clients ignore members that they do not know. */
export function sentAs(reply: z.ZodType): JsonSchema {
	return mapped(plain(z.toJSONSchema(reply, { io: 'output' })), asFarAsItSays);
}

function lengthsOf(schema: unknown): JsonSchema {
	if (!(schema instanceof z.ZodString)) return {};
	const { minLength, maxLength } = schema;
	return { ...(minLength !== null && { minLength }), ...(maxLength !== null && { maxLength }) };
}

function plain(generated: object): JsonSchema {
	const schema: JsonSchema & { $schema?: string } = { ...generated };
	delete schema.$schema;
	return schema;
}

/** Without what a generator adds that nobody said: a bound at the end of all numbers, and that there is no more. */
function asFarAsItSays({ additionalProperties, maximum, ...rest }: JsonSchema): JsonSchema {
	return {
		...rest,
		...(additionalProperties !== undefined && additionalProperties !== false && { additionalProperties }),
		...(maximum !== undefined && maximum !== NO_BOUND && { maximum }),
	};
}

/** The schema with a change made to it and to every schema within. */
function mapped(schema: JsonSchema, change: (each: JsonSchema) => JsonSchema): JsonSchema {
	const within = (each: JsonSchema) => mapped(each, change);
	return change({
		...schema,
		...(schema.properties && {
			properties: Object.fromEntries(
				Object.entries(schema.properties).map(([name, each]) => [name, within(each)]),
			),
		}),
		...(schema.items && { items: within(schema.items) }),
		...(schema.oneOf && { oneOf: schema.oneOf.map(within) }),
		...(schema.anyOf && { anyOf: schema.anyOf.map(within) }),
	});
}

function described(schema: JsonSchema, words: Readonly<Record<string, string>>, path: string): JsonSchema {
	const description = words[path];
	return {
		...(description !== undefined && { description }),
		...schema,
		...(schema.properties && {
			properties: Object.fromEntries(
				Object.entries(schema.properties).map(([name, each]) => [
					name,
					described(each, words, path === '' ? name : `${path}.${name}`),
				]),
			),
		}),
		...(schema.items && { items: described(schema.items, words, `${path}[]`) }),
	};
}
