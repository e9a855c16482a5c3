import type { JsonSchema } from '../openapi-types';

/** What the guard of `POST /v1/sessions` checks beyond its members: one kind of form, and choices for each `select`. */
export function oneKindOfForm(schema: JsonSchema): JsonSchema {
	const { fields } = schema.properties ?? {};
	if (!fields?.items) throw new Error('createSessionSchema: expected fields with items');
	return {
		...schema,
		properties: {
			...schema.properties,
			fields: { ...fields, items: { ...fields.items, ...CHOICES_FOR_SELECT } },
		},
		oneOf: [{ required: ['template'] }, { required: ['fields'] }, { required: ['oauth_provider'] }],
	};
}

const CHOICES_FOR_SELECT: JsonSchema = {
	if: { properties: { type: { const: 'select' } } },
	then: { required: ['options'] },
};
