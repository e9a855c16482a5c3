import { existsSync, globSync, readFileSync } from 'node:fs';
import { inRepository, REPOSITORY } from '../support/repository';

interface PlantedFault {
	readonly what: string;
	readonly file: string;
	readonly from: string;
	readonly to: string;
	readonly tests: readonly string[];
}

const faults = globSync('test/mutants/*.json', { cwd: REPOSITORY }).flatMap(
	(list) => JSON.parse(readFileSync(inRepository(list), 'utf8')) as PlantedFault[],
);

test('every fault of npm run mutants can be planted in one place, and names tests that are there', () => {
	const stale = faults.filter(({ file, from, to, tests }) => {
		if (!existsSync(inRepository(file)) || from === to || tests.length === 0) return true;
		const places = readFileSync(inRepository(file), 'utf8').split(from).length - 1;
		return places !== 1 || tests.some((each) => !existsSync(inRepository(each)));
	});
	expect(stale.map(({ file, what }) => `${file}: ${what}`)).toEqual([]);
	expect(faults.length).toBeGreaterThan(50);
});
