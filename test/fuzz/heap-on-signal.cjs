/** Loaded into a broker under test (`node --require`): on SIGUSR2 it tells what its memory holds that is in use. */
const process = require('node:process');
const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');

process.on('SIGUSR2', () => {
	// Twice: what the first collection finalises, the second one frees.
	collectGarbage();
	collectGarbage();
	const { heapUsed, external } = process.memoryUsage();
	process.stderr.write(`${JSON.stringify({ msg: 'heap', bytes: heapUsed + external })}\n`);
});
