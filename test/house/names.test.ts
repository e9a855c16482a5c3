import { globSync } from 'node:fs';
import path from 'node:path';
import { REPOSITORY } from '../support/repository';

const files = globSync('test/**/*.{ts,js,cjs}', { cwd: REPOSITORY });

test('no two files of the tests have one name', () => {
	expect(files.length).toBeGreaterThan(100);
	const byName = Map.groupBy(files, (file) => path.basename(file).replace(/(?:\.test)?\.\w+$/, ''));
	expect([...byName.values()].filter((same) => same.length > 1)).toEqual([]);
});
