import { findingsOf, type Finding } from './finding';
import type { Check } from './subject';

/** Milliseconds that clocks may differ before lines of logs cannot be put in order. */
const TOLERATED = 2_000;

/** Whether the clock of the broker that answers agrees with that of this machine; the header has whole seconds. */
export const checkClock: Check = ({ visit }) => {
	if (visit?.kind !== 'answered' || visit.issuer === undefined) return [];
	const [called, answered] = visit.between;
	const date = Date.parse(visit.headers.date ?? '');
	if (Number.isNaN(date)) return [];
	const ahead = date - answered;
	const behind = called - (date + 1_000);
	return [clockFinding('clock', 'the broker', ahead > 0 ? ahead : behind > 0 ? -behind : 0)];
};

/** @param difference milliseconds that the other's clock is ahead */
export function clockFinding(check: string, other: string, difference: number): Finding {
	const { ok, warning } = findingsOf(check);
	if (Math.abs(difference) <= TOLERATED) return ok(`that of ${other} agrees with this machine’s`);
	const seconds = Math.round(Math.abs(difference) / 1_000);
	return warning(
		`that of ${other} is ${String(seconds)} s ${difference > 0 ? 'ahead of' : 'behind'} this machine’s`,
		'Synchronise the clocks (NTP): sessions follow the store’s, but lines of logs get out of order.',
	);
}
