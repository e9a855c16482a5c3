import type { IDataObject } from 'n8n-workflow';
import type { EchoedRequest } from '../test/support/echo-server';
import { secretAtService, type Check } from './checks';
import type { Execution } from '../n8n-engine/engine';
import type { Screen } from './screen';

/** Milliseconds that a credential should take at most from the form to the workflow, at the median. */
const GOAL = 50;

/** Shows what arrived where, with nothing secret in it. */
export function showDelivery(
	screen: Screen,
	received: IDataObject | undefined,
	requests: readonly EchoedRequest[],
): void {
	const secret = secretAtService(requests);
	screen.heading('What happened');
	screen.table([
		['the workflow received', receivedText(received)],
		[
			'the service received',
			secret === undefined ? 'no credential' : `Authorization: Bearer ${mask(secret)}`,
		],
	]);
}

/** Shows which checks passed, and where the secret was looked for. */
export function showChecks(screen: Screen, checks: readonly Check[]): void {
	screen.heading('What was checked');
	const width = Math.max(...checks.map(({ says }) => says.length));
	for (const { says, passed, found } of checks) {
		const mark = passed ? screen.style('green', '✓') : screen.style('red', '✗');
		screen.line(`  ${mark} ${says.padEnd(width)}  ${screen.style('dim', found)}`);
	}
	screen.line();
	screen.line(
		screen.style(
			'dim',
			'  Looked for as it is, escaped for JSON, encoded for URLs and forms, in hexadecimal,',
		),
	);
	screen.line(screen.style('dim', '  base64 and base64url.'));
}

/** Shows how long the credential took from the form to the workflow. */
export function showLatency(screen: Screen, median: number, times: readonly number[]): void {
	const range = `fastest ${milliseconds(times[0])}, slowest ${milliseconds(times.at(-1))}`;
	const goal = `goal ${median < GOAL ? 'kept' : 'missed'}: under ${milliseconds(GOAL)}`;
	screen.heading('How fast it is');
	screen.line('  From sending the form to the plaintext in Await Credential, over the broker’s long poll:');
	screen.line(
		`  median ${screen.style('bold', milliseconds(median))} of ${String(times.length)} rounds (${range}; ${goal})`,
	);
}

/** Shows how long the one credential took. */
export function showArrival(screen: Screen, time: number): void {
	screen.heading('How fast it was');
	screen.line(
		`  From the form’s arrival at the broker to the plaintext in Await Credential: ${milliseconds(time)}`,
	);
}

/**
 * Shows an end without a credential.
 * @returns whether it was one that the person chose, and the service was left alone
 */
export function showOtherEnd(screen: Screen, execution: Execution, calls: number): boolean {
	const declined = execution.output('Await Credential', 1).length > 0;
	const expired = execution.output('Await Credential', 2).length > 0;
	screen.heading('What happened');
	if (declined) screen.line('  You declined, and the workflow went on through its output Declined.');
	else if (expired) screen.line('  The time was up, and the workflow went on through its output Expired.');
	else screen.line(`  The workflow stopped: ${execution.error?.message ?? execution.status}`);
	screen.line(calls === 0 ? '  The service was not called.' : '  The service was called all the same.');
	return declined && calls === 0;
}

/** Shows the end: that all was well, or what was not. */
export function showConclusion(screen: Screen, checks: readonly Check[], execution: Execution): void {
	const broken = checks.filter(({ passed }) => !passed);
	screen.line();
	if (broken.length === 0) {
		screen.line(screen.style('green', 'Everything held: nothing in between ever had the secret.'));
		return;
	}
	screen.line(screen.style('red', 'Not everything held:'));
	for (const { says, found } of broken) screen.line(`  ${says}: ${found}`);
	if (execution.error) screen.line(`  The workflow stopped: ${execution.error.message}`);
}

/** `sk-d…7f3a (24 characters)`; of a short secret only its length. */
function mask(secret: string): string {
	const shown = secret.length < 16 ? '•'.repeat(8) : `${secret.slice(0, 4)}…${secret.slice(-4)}`;
	return `${shown} (${String(secret.length)} characters)`;
}

function receivedText(received: IDataObject | undefined): string {
	if (received === undefined) return 'nothing';
	const { status, fields, credential } = received;
	const shown = typeof credential === 'string' ? `${credential.slice(0, 28)}…` : 'not sealed';
	return JSON.stringify({ status, fields, credential: shown });
}

function milliseconds(time: number | undefined): string {
	return `${(time ?? NaN).toFixed(time !== undefined && time < 10 ? 1 : 0)} ms`;
}
