const process = require('node:process');
const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');

/*
 * Loaded into a server that is measured (node --require): on SIGUSR2 it collects its garbage and prints the bytes of
 * heap that are still used.
 */

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

process.on('SIGUSR2', () => {
	collect();
	process.stdout.write(`{"liveHeap":${process.memoryUsage().heapUsed}}\n`);
});
