import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { inRepository } from './repository';

interface ProgramPart {
	readonly variable?: string;
	readonly programs?: readonly string[];
	readonly places?: readonly string[];
}

/**
 * The first program of a part (scripts/parts.json) that is here: where its variable says, on the PATH, or in one of its
 * usual places.
 * @returns undefined where there is none
 */
export function programOf(name: 'Chromium' | 'Firefox'): string | undefined {
	const parts = JSON.parse(readFileSync(inRepository('scripts/parts.json'), 'utf8')) as Record<
		string,
		ProgramPart
	>;
	const { variable = '', programs = [], places = [] } = parts[name] ?? {};
	const directories = (process.env['PATH'] ?? '').split(path.delimiter);
	const onPath = programs.flatMap((program) => directories.map((each) => path.join(each, program)));
	return [process.env[variable], ...onPath, ...places].find(
		(place) => place !== undefined && place !== '' && existsSync(place),
	);
}
