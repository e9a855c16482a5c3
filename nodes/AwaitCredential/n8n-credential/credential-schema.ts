/** What n8n says of one property of a credential type. */
interface PropertySchema {
	/** `string`, `number`, `boolean`, or a word of n8n's own such as `json`. */
	readonly type?: string;
	readonly enum?: readonly unknown[];
}

/** `GET /credentials/schema/{type}`: a JSON schema as n8n makes it. */
export interface CredentialSchema {
	readonly properties: Readonly<Record<string, PropertySchema>>;
	readonly required?: readonly string[];
	readonly allOf?: readonly Condition[];
}

/** Properties that are required where another has a certain value. */
interface Condition {
	readonly if?: { readonly properties?: Readonly<Record<string, { readonly enum?: readonly unknown[] }>> };
	readonly then?: { readonly allOf?: readonly { readonly required?: readonly string[] }[] };
}

/** What a type is filled with. */
export type CredentialData = Record<string, string | number | boolean>;

/**
 * The properties that are required and not there. Conditions other than on plain values are left to n8n, which checks
 * them as well.
 */
export function missingProperties(schema: CredentialSchema, data: CredentialData): string[] {
	const conditional = (schema.allOf ?? []).filter((each) => holds(each, data)).flatMap(requiredBy);
	const required = new Set([...(schema.required ?? []), ...conditional]);
	return [...required].filter((name) => data[name] === undefined || data[name] === '');
}

function holds(condition: Condition, data: CredentialData): boolean {
	const expected = Object.entries(condition.if?.properties ?? {});
	return (
		expected.length > 0 &&
		expected.every(([name, values]) => data[name] !== undefined && values.enum?.includes(data[name]) === true)
	);
}

function requiredBy(condition: Condition): readonly string[] {
	return (condition.then?.allOf ?? []).flatMap(({ required }) => required ?? []);
}
