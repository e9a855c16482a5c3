import { execFileSync } from 'node:child_process';
import { rememberMissing } from './requirements';
import { inRepository } from './repository';

/**
 * Builds what the tests run from the source, so that they never see old code, and finds out which real parts this
 * machine lacks.
 * @throws in CI, where one is missing
 */
export default function globalSetup(): void {
	execFileSync(process.execPath, [inRepository('scripts/build.mjs'), 'tests'], { stdio: 'inherit' });
	const list =
		"import('./scripts/parts.mjs').then(({ missingParts }) => console.log(JSON.stringify(missingParts())))";
	const found = execFileSync(process.execPath, ['-e', list], { cwd: inRepository(), encoding: 'utf8' });
	const missing = (JSON.parse(found) as string[]).filter((name) => name !== 'a compiler');
	if (missing.length > 0 && process.env['CI'] !== undefined) {
		throw new Error(`Not installed: ${missing.join(', ')}. Run npm run parts.`);
	}
	rememberMissing(missing);
}
