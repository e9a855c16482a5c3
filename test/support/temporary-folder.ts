import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cleanup } from './cleanup';

/** A new folder, which is removed when the test, or the file, has ended. */
export function temporaryFolder(): string {
	const folder = mkdtempSync(path.join(tmpdir(), 'linkauth-test-'));
	return cleanup(folder, () => {
		rmSync(folder, { recursive: true, force: true });
	});
}
