import { FIELD_TYPES, type FieldDefinition, type FieldType } from '../../protocol/templates';
import { LinkAuthError } from '../shared/errors';

const FIELD_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** One entry of the field editor, as n8n gives it. */
type Entry = Readonly<Record<string, unknown>>;

/**
 * The fields of a form from the node's field editor.
 * @throws LinkAuthError naming the entry at fault
 */
export function customFields(parameter: unknown): FieldDefinition[] {
	const { field } = (parameter ?? {}) as { readonly field?: unknown };
	const entries = Array.isArray(field) ? (field as Entry[]) : [];
	if (entries.length === 0) {
		throw new LinkAuthError('There are no Fields.', 'Add at least one field for the person to fill in.');
	}
	const fields = entries.map(fieldOf);
	const repeated = fields.find(
		({ name }, index) => fields.findIndex((other) => other.name === name) !== index,
	);
	if (repeated !== undefined) {
		throw new LinkAuthError(
			`Two Fields have the name "${repeated.name}".`,
			'Give each field a name of its own.',
		);
	}
	return fields;
}

function fieldOf(entry: Entry, index: number): FieldDefinition {
	const text = (key: string): string => {
		const value = entry[key];
		return typeof value === 'string' ? value.trim() : '';
	};
	const label = text('label');
	const name = text('name');
	if (!FIELD_NAME.test(name)) {
		throw new LinkAuthError(
			`Field ${String(index + 1)}${label === '' ? '' : ` ("${label}")`} has no usable Name.`,
			'Use letters, digits and underscores, and no digit at the start, such as customer_number.',
		);
	}
	const type = typeOf(text('type'));
	const choices = text('choices')
		.split('\n')
		.map((choice) => choice.trim())
		.filter((choice) => choice !== '');
	if (type === 'select' && choices.length === 0) {
		throw new LinkAuthError(`Field "${name}" has no Choices.`, 'Enter what can be chosen, one per line.');
	}
	const help = text('help');
	const placeholder = text('placeholder');
	return {
		name,
		label: label === '' ? name : label,
		type,
		required: entry['required'] !== false,
		...(type === 'select' ? { options: choices } : {}),
		...(help === '' ? {} : { help }),
		...(placeholder === '' ? {} : { placeholder }),
	};
}

function typeOf(text: string): FieldType {
	return FIELD_TYPES.find((type) => type === text) ?? 'password';
}
