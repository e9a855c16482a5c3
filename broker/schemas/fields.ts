import * as z from 'zod';
import { LIMITS } from '../../protocol/limits';
import { FIELD_TYPES } from '../../protocol/templates';
import { atMost, whenArray, whenObject } from './checks';
import { flag, listOf, NO_CONTROLS_BUT_LINES, text, wholeNumber } from './members';

const field = z
	.object(
		{
			name: z
				.string({ error: 'a name' })
				.regex(
					/^[A-Za-z][A-Za-z0-9_.-]*$/,
					'a name of letters, digits, "_", "." and "-" that begins with a letter',
				)
				.check(atMost(LIMITS.fieldName, `a name of at most ${String(LIMITS.fieldName)} characters`))
				.meta({
					description: 'The member of the credential that holds the value. No two fields have the same.',
				}),
			label: text(1, LIMITS.fieldLabel, 'What the person reads above the field.'),
			type: z
				.enum(FIELD_TYPES, { error: `one of ${FIELD_TYPES.join(', ')}` })
				.meta({ description: 'What kind of input it is. `file` and `otp` are extensions.' }),
			required: flag('Whether it has to be filled in; `true` where it is left out.').exactOptional(),
			options: listOf(text(1, LIMITS.fieldOption, 'One choice.'), 1, LIMITS.fieldOptions)
				.meta({ description: 'The choices, required for a `select`.' })
				.exactOptional(),
			placeholder: text(0, LIMITS.fieldPlaceholder, 'Shown in the empty field.').exactOptional(),
			help: text(
				0,
				LIMITS.fieldHelp,
				'A sentence below the field. May have line breaks.',
				NO_CONTROLS_BUT_LINES,
			).exactOptional(),
			pattern: z
				.string({ error: 'a regular expression' })
				.check(
					atMost(
						LIMITS.fieldPattern,
						`a regular expression of at most ${String(LIMITS.fieldPattern)} characters`,
					),
				)
				.refine(isPattern, 'a regular expression as HTML has it')
				.meta({
					description:
						'A regular expression as the HTML attribute of this name has it, which the whole value must match.',
				})
				.exactOptional(),
			max_length: wholeNumber(
				1,
				LIMITS.plaintextWithFiles,
				'The longest value, in characters; for a `file` in bytes.',
			).exactOptional(),
		},
		{ error: 'an object' },
	)
	.refine(({ type, options }) => type !== 'select' || options !== undefined, {
		path: ['options'],
		error: 'the choices of the select',
		when: whenObject,
	})
	.meta({
		description: 'One field of the form.',
		if: { properties: { type: { const: 'select' } } },
		then: { required: ['options'] },
	});

const uniqueNames = z.superRefine<readonly { readonly name: string }[]>((list, context) => {
	const names = list.map((each: unknown) => (each as { name?: unknown } | null)?.name);
	names.forEach((name, at) => {
		if (typeof name !== 'string' || names.indexOf(name) === at) return;
		context.addIssue({ code: 'custom', path: [at, 'name'], message: 'a name that no other field has' });
	});
});
uniqueNames._zod.def.when = whenArray;

/** The fields of a form, as agents ask for them and as operators configure them. */
export const fieldsSchema = listOf(field, 1, LIMITS.fields).check(uniqueNames);

function isPattern(source: string): boolean {
	try {
		new RegExp(`^(?:${source})$`, 'v');
		return true;
	} catch {
		return false;
	}
}
