import { spawnSync } from 'node:child_process';
import { inRepository } from '../support/repository';

test('the table of providers in the documentation is the source’s own', () => {
	const script = inRepository('scripts/providers-table.mjs');
	const { status, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
	expect([status, stderr]).toEqual([0, '']);
});
