import path from 'node:path';
import { serve } from '../../broker/server/serve';
import type { Timings } from '../../broker/timings';

/*
 * The broker with times that are passed in, as JSON in the first argument; otherwise the one that ships. Bundled from
 * the source before each run of the tests.
 */
const [timings = '{}', dist = ''] = process.argv.slice(2);

void serve({
	pageDirectory: path.join(dist, 'page'),
	docsDirectory: path.join(dist, 'openapi'),
	operatorDirectory: path.join(dist, 'operator'),
	timings: JSON.parse(timings) as Partial<Timings>,
});
