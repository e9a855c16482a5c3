import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import type { JsonSchema, OpenApiDocument } from '../../broker/openapi/openapi-types';
import { ROUTE_GROUPS } from '../../broker/routes/routes';
import { ERROR_CODES } from '../../protocol/error-codes';
import { inRepository } from '../support/repository';
import { documented } from './documented';

const read = (file: string) => readFileSync(inRepository(file), 'utf8');
const document = JSON.parse(read('broker/dist/openapi/openapi.json')) as OpenApiDocument;
const { calls, validator } = documented(document);

describe('the OpenAPI document', () => {
	test('is one, by the schema of OpenAPI 3.1', () => {
		const ajv = new Ajv2020({ strict: false });
		addFormats(ajv);
		ajv.addFormat('media-range', true);
		const validate = ajv.compile(JSON.parse(read('test/openapi/openapi-3.1-schema.json')) as object);
		expect([validate(document), validate.errors]).toEqual([true, null]);
		expect(validate({ ...document, paths: { 'no-slash': {} } })).toBe(false);
	});

	test('has every row of the router, and no other', () => {
		const rows = ROUTE_GROUPS.flatMap(({ routes }) => routes).map(
			({ method, path }) => `${method} ${path.replace(/:\w+/g, '{}')}`,
		);
		const described = calls.map(({ method, path }) => `${method} ${path.replace(/\{\w+\}/g, '{}')}`);
		expect(rows.length).toBeGreaterThan(10);
		expect(described.sort()).toEqual(rows.sort());
	});

	test('has every code that there is, and no other', () => {
		const responses = [
			...calls.flatMap(({ operation }) => Object.values(operation.responses)),
			...Object.values(document.components.responses),
		];
		const codes = responses.flatMap(
			(response) => response.content?.['application/problem+json']?.schema.properties?.['code']?.enum ?? [],
		);
		const toClients = calls.flatMap(({ operation: { responses } }) =>
			Object.entries(responses)
				.filter(([status]) => Number(status) >= 400)
				.flatMap(([, { content }]) => Object.keys(content?.['application/json']?.examples ?? {})),
		);
		expect([...new Set([...codes, ...toClients])].sort()).toEqual(Object.keys(ERROR_CODES).sort());
	});

	test('names each call once, and declares each parameter of its address', () => {
		const names = calls.map(({ operation }) => operation.operationId);
		expect(new Set(names).size).toBe(names.length);
		for (const { path, operation } of calls) {
			const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
			const declared = (operation.parameters ?? []).filter((each) => each.in === 'path');
			expect([path, declared.map(({ name }) => name)]).toEqual([path, inPath]);
		}
	});

	test('leads somewhere with every reference', () => {
		const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(
			([, to = '']) => to,
		);
		const lead = (to: string) =>
			to.split('/').reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], document);
		expect(references.filter((to) => lead(to) === undefined)).toEqual([]);
		expect(references.length).toBeGreaterThan(50);
	});

	test('says of every member of every body what it means', () => {
		const silent = Object.entries(document.components.schemas).flatMap(([name, schema]) =>
			undescribed(name, schema),
		);
		expect(silent).toEqual([]);
	});

	test('has examples that are what they are examples of', () => {
		const { schemas, examples: shared, responses } = document.components;
		const bodies = calls.flatMap(({ operation }) => [
			operation.requestBody,
			...Object.values(operation.responses),
		]);
		const media = [...bodies, ...Object.values(responses)].flatMap((body) =>
			Object.values(body?.content ?? {}),
		);
		const checks = media.flatMap(({ schema, examples = {} }) =>
			Object.entries(examples).map(([name, example]) => {
				const value = '$ref' in example ? shared[name]?.value : example.value;
				const validate = validator(schema);
				return { name, valid: validate(value), errors: validate.errors };
			}),
		);
		expect(checks.filter(({ valid }) => !valid)).toEqual([]);
		expect(checks.length).toBeGreaterThan(Object.keys(schemas).length);
	});

	test('gives every body that can be sent an example', () => {
		const bodies = calls.flatMap(({ operation }) => [
			operation.requestBody,
			...Object.values(operation.responses),
		]);
		const json = bodies.flatMap((body) => body?.content?.['application/json'] ?? []);
		expect(
			json.filter(({ schema, examples }) => schema.$ref !== undefined && examples === undefined),
		).toEqual([]);
	});
});

function undescribed(path: string, schema: JsonSchema): string[] {
	const within = [
		...Object.entries(schema.properties ?? {}).flatMap(([name, member]) => [
			...(member.description === undefined ? [`${path}.${name}`] : []),
			...undescribed(`${path}.${name}`, member),
		]),
		...(schema.oneOf ?? []).flatMap((variant, at) =>
			variant.properties ? undescribed(`${path}(${String(at)})`, variant) : [],
		),
	];
	return [...within, ...(schema.items ? undescribed(`${path}[]`, schema.items) : [])];
}
