import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { ERROR_CODES } from '../../protocol/error-codes';
import { inRepository } from '../support/repository';

test('the tables of error codes in the documents are the source’s own', () => {
	const script = inRepository('scripts/error-tables.mjs');
	const { status, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
	expect([status, stderr]).toEqual([0, '']);
	const [protocol, operators] = ['docs/protocol.md', 'docs/errors.md'].map((file) =>
		readFileSync(inRepository(file), 'utf8'),
	);
	for (const { meaning, cause, remedy } of Object.values(ERROR_CODES)) {
		expect(protocol).toContain(meaning);
		expect(operators).toContain(cause);
		expect(operators).toContain(remedy);
	}
});
