const path = require('node:path');
const { build } = require('esbuild');

const root = path.resolve(__dirname, '../..');

/**
 * The files of tests that use a source, by their own imports and those of what they import.
 * @param {readonly string[]} tests paths seen from the root of the repository
 * @param {RegExp} source of paths seen from there
 * @returns {Promise<string[]>}
 */
async function testsThatUse(tests, source) {
	const { metafile } = await build({
		absWorkingDir: root,
		entryPoints: tests,
		bundle: true,
		write: false,
		metafile: true,
		outdir: '.cache/none',
		platform: 'node',
		packages: 'external',
		logLevel: 'error',
	});
	const uses = ({ inputs }) => Object.keys(inputs).some((input) => source.test(input));
	return Object.values(metafile.outputs)
		.filter(uses)
		.map(({ entryPoint }) => entryPoint);
}

module.exports = { testsThatUse };
