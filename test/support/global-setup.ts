import { execFileSync } from 'node:child_process';
import { CHROMIUM_INSTALLED } from './chromium';
import { PROMETHEUS_INSTALLED } from './prometheus';
import { REDIS_INSTALLED } from './redis';
import { inRepository } from './repository';

/** Builds what the tests run, so that they never see old code, and says in one line what is skipped because a real part is not installed; in CI a missing part is a failure. */
export default function globalSetup(): void {
	execFileSync(process.execPath, [inRepository('scripts/build.mjs'), 'tests'], { stdio: 'inherit' });
	const missing = [
		...(REDIS_INSTALLED ? [] : ['Redis (redis-server)']),
		...(PROMETHEUS_INSTALLED ? [] : ['Prometheus (prometheus)']),
		...(CHROMIUM_INSTALLED ? [] : ['Chromium (chromium)']),
	];
	if (missing.length === 0) return;
	if (process.env['CI'] !== undefined) throw new Error(`Not installed: ${missing.join(', ')}`);
	console.log(`\nSkipped, because not installed: everything that needs ${missing.join(' and ')}.`);
}
