const { globSync } = require('node:fs');
const path = require('node:path');

const root = path.resolve(__dirname, '../..');
let sources;

/**
 * Tells jest that a test depends on the source of its name, also where it only sees it as a process: so that
 * `jest --watch`, `-o` and `--findRelatedTests broker/sessions/confirm.ts` run test/sessions/confirm.test.ts.
 */
module.exports = {
	extract(_code, file, defaultExtract) {
		const found = defaultExtract(_code, file);
		const name = /\/test\/.*?([^/]+?)(?:\.(?:engine|browser))?\.test\.ts$/.exec(file)?.[1];
		if (name === undefined) return found;
		sources ??= Map.groupBy(
			globSync('{broker,nodes,credentials,protocol,demo,n8n-engine}/**/*.ts', {
				cwd: root,
				exclude: (each) => /node_modules|dist|\.cache/.test(each),
			}),
			(source) => path.basename(source, '.ts'),
		);
		for (const source of sources.get(name) ?? []) {
			const target = path.relative(path.dirname(file), path.join(root, source.replace(/\.ts$/, '')));
			found.add(target.startsWith('.') ? target : `./${target}`);
		}
		return found;
	},
	getCacheKey: () => '2',
};
