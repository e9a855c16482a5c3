import type { CredentialFields } from '../../../protocol/envelope';
import { LinkAuthError } from '../../shared/errors';
import { missingProperties, type CredentialData, type CredentialSchema } from './credential-schema';
import type { CredentialTarget } from './credential-target';
import { matchingProperty } from './matching-property';

/** Types whose second property n8n does not call required, although nothing works without it. */
const ALSO_REQUIRED: Readonly<Record<string, readonly string[]>> = {
	httpHeaderAuth: ['name', 'value'],
	httpQueryAuth: ['name', 'value'],
};

/**
 * Puts what has been received into the properties of a credential type: as the mapping says, and else by name. Each
 * field must have a place, or be left out on purpose.
 * @param partial properties that stay as they are in the credential to be updated need no value
 * @throws LinkAuthError naming all that does not fit, and no value
 */
export function fitFields(
	fields: CredentialFields,
	target: CredentialTarget,
	schema: CredentialSchema,
	partial: boolean,
): CredentialData {
	const data: CredentialData = {};
	const faults: string[] = [];
	const assign = (property: string, value: string, origin: string): void => {
		const converted = convert(value, property, schema);
		if ('fault' in converted) faults.push(`${origin} ${converted.fault}`);
		else data[property] = converted.value;
	};
	for (const { property, value } of target.fixed) assign(property, value, `the fixed value of "${property}"`);
	const placed = new Map(target.mappings.map(({ field, property }) => [field, property]));
	const given = Object.entries(fields).filter(([, value]) => value !== '');
	for (const [field, value] of given) {
		const property = placed.get(field);
		if (property) assign(property, value, `the field "${field}"`);
	}
	for (const [field, value] of given.filter(([name]) => !placed.has(name))) {
		const property = matchingProperty(field, schema, new Set(Object.keys(data)));
		if (property === undefined) faults.push(`the field "${field}" has no place`);
		else assign(property, value, `the field "${field}"`);
	}
	if (!partial) {
		const also = (ALSO_REQUIRED[target.type] ?? []).filter((name) => data[name] === undefined);
		const missing = new Set([...missingProperties(schema, data), ...also]);
		for (const name of missing) faults.push(`"${name}" is required and has no value`);
	}
	if (faults.length > 0) throw doesNotFit(target.type, schema, faults);
	return data;
}

function convert(
	value: string,
	property: string,
	schema: CredentialSchema,
): { readonly value: string | number | boolean } | { readonly fault: string } {
	const expected = schema.properties[property];
	if (expected === undefined) return { fault: `is meant for "${property}", which this type does not have` };
	const kinds: Readonly<Record<string, () => number | boolean | undefined>> = {
		number: () => (value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : undefined),
		boolean: () => (/^(true|false)$/i.test(value.trim()) ? value.trim().toLowerCase() === 'true' : undefined),
	};
	const convertTo = kinds[expected.type ?? ''];
	const converted = convertTo === undefined ? value : convertTo();
	if (converted === undefined)
		return { fault: `is not a ${expected.type ?? ''}, as "${property}" has to be` };
	if (expected.enum === undefined || expected.enum.includes(converted)) return { value: converted };
	return { fault: `is none of what "${property}" can be: ${expected.enum.join(', ')}` };
}

function doesNotFit(type: string, schema: CredentialSchema, faults: readonly string[]): LinkAuthError {
	return new LinkAuthError(
		`What was received does not fit ${type}: ${faults.join('; ')}.`,
		`Its properties are: ${Object.keys(schema.properties).join(', ')}. Say under Field Mapping where each field goes (an empty Property leaves it out), and give the rest under Fixed Values.`,
	);
}
