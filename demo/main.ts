import path from 'node:path';
import { BadConfiguration } from '../broker/config/read-config';
import { runDemo } from './run-demo';
import { Screen } from './screen';

const USAGE = `npm run demo              asks you, in your browser
npm run demo -- --auto    plays the person itself, and ends with 0 only if everything held`;
/** What a shell gives for a program that was ended with Ctrl-C. */
const INTERRUPTED = 130;

void main();

async function main(): Promise<void> {
	const [option, ...rest] = process.argv.slice(2);
	if ((option !== undefined && option !== '--auto') || rest.length > 0) {
		process.stderr.write(`${USAGE}\n`);
		process.exit(2);
	}
	const screen = new Screen(process.stdout);
	const stopping = new AbortController();
	const stop = () => {
		stopping.abort();
	};
	process.once('SIGINT', stop).once('SIGTERM', stop);
	try {
		const passed = await runDemo({
			root: path.resolve(__dirname, '..'),
			screen,
			automatic: option === '--auto',
			environment: process.env,
			stopped: stopping.signal,
		});
		if (stopping.signal.aborted) screen.line('Stopped. The broker and all it held are gone.');
		process.exit(stopping.signal.aborted ? INTERRUPTED : passed ? 0 : 1);
	} catch (error) {
		if (error instanceof BadConfiguration) screen.line(error.message);
		else screen.line(`The demo could not go on: ${error instanceof Error ? error.message : 'unknown'}`);
		process.exit(1);
	}
}
