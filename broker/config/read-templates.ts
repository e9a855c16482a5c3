import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { LIMITS } from '../../protocol/limits';
import { BUILT_IN_TEMPLATES, type Template } from '../../protocol/templates';
import { fieldsSchema } from '../schemas/fields';

const NAME = /^[a-z][a-z0-9_]{0,63}$/;

const template = z.strictObject(
	{
		display_name: z.string({ error: 'what people read' }).min(1, 'what people read').max(LIMITS.displayName),
		fields: fieldsSchema,
	},
	{ error: 'an object with display_name and fields' },
);

const file = z.strictObject(
	{
		templates: z.record(z.string().regex(NAME, 'a name like acme_login'), template, {
			error: 'templates by name',
		}),
	},
	{ error: 'an object with templates' },
);

/** The templates that agents may ask by: the built-in ones, and in addition or instead those of the file. */
export const templatesFile = z.string().transform((path, context): ReadonlyMap<string, Template> => {
	const builtIn: [string, Template][] = Object.entries(BUILT_IN_TEMPLATES);
	if (path === '') return new Map(builtIn);
	const read = file.safeParse(parse(path));
	if (read.success) return new Map([...builtIn, ...Object.entries(read.data.templates)]);
	for (const issue of read.error.issues) {
		context.addIssue({ code: 'custom', message: `${issue.path.join('.') || 'the file'}: ${issue.message}` });
	}
	return z.NEVER;
});

function parse(path: string): unknown {
	try {
		return JSON.parse(readFileSync(path, 'utf8'));
	} catch {
		return undefined;
	}
}
