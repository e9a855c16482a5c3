import path from 'node:path';
import { bundleBroker } from '../broker/bundle.mjs';

/* Bundles the broker whose times tests pass in, beside what `node scripts/build.mjs` builds. */

const root = path.resolve(import.meta.dirname, '..');

await bundleBroker(
	path.join(root, 'test/support/timed-broker.ts'),
	path.join(root, 'broker/.cache/timed-broker.js'),
);
