import type { JsonSchema } from '../openapi-types';

const FORMATS: Readonly<Record<string, string>> = {
	'date-time': 'date and time',
	uri: 'address',
	base64: 'base64',
};
/** Longer patterns say less than their description. */
const READABLE = 40;

/** What a value is, in a few words: `text, 1 to 120 characters`. */
export function kindOf(schema: JsonSchema): string {
	if (schema.const !== undefined) return `always \`${String(schema.const)}\``;
	if (schema.enum) return schema.enum.map((value) => `\`${String(value)}\``).join(' or ');
	switch (schema.type) {
		case 'string':
			return textKind(schema);
		case 'integer':
			return `whole number${range(schema.minimum, schema.maximum, '')}`;
		case 'boolean':
			return '`true` or `false`';
		case 'array':
			return `list${range(schema.minItems, schema.maxItems, '')}`;
		default:
			return schema.type ?? 'anything';
	}
}

function textKind({ format, pattern, minLength, maxLength }: JsonSchema): string {
	const kind = FORMATS[format ?? ''] ?? 'text';
	const shown = pattern !== undefined && pattern.length <= READABLE && !pattern.includes('\\p{Cc}');
	return `${kind}${range(minLength, maxLength, ' characters')}${shown && kind === 'text' ? ` like \`${pattern}\`` : ''}`;
}

function range(minimum: number | undefined, maximum: number | undefined, unit: string): string {
	const least = minimum === 0 ? undefined : minimum;
	if (least !== undefined && maximum !== undefined) return `, ${String(least)} to ${String(maximum)}${unit}`;
	if (maximum !== undefined) return `, at most ${String(maximum)}${unit}`;
	return least !== undefined && least > 1 ? `, at least ${String(least)}${unit}` : '';
}
