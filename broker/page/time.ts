const SECOND_MS = 1_000;
const MINUTE = 60;
/** Seconds left that are announced to a screen reader: often enough to act, and seldom enough not to disturb. */
const ANNOUNCED = [300, 120, 60, 30, 10] as const;

/** Calls at once and then each second, for as long as the element is in the page. */
export function eachSecond(target: Node, update: () => void): void {
	update();
	const timer = setInterval(() => {
		if (target.isConnected) update();
		else clearInterval(timer);
	}, SECOND_MS);
}

/** Whole seconds until then (milliseconds of Date.now()), never below zero. */
export function secondsUntil(moment: number): number {
	return Math.max(0, Math.ceil((moment - Date.now()) / SECOND_MS));
}

/** Minutes and seconds: `9:59`. */
export function clockTime(seconds: number): string {
	return `${String(Math.floor(seconds / MINUTE))}:${String(seconds % MINUTE).padStart(2, '0')}`;
}

/** A moment some seconds ahead, in the language: `in 5 seconds`. */
export function inSeconds(seconds: number, language: string): string {
	return new Intl.RelativeTimeFormat(language).format(seconds, 'second');
}

/** A length of time in the language, in whole minutes from one minute on: `5 minutes`, `30 seconds`. */
export function formatDuration(seconds: number, language: string): string {
	const inMinutes = seconds >= MINUTE;
	const format = new Intl.NumberFormat(language, {
		style: 'unit',
		unit: inMinutes ? 'minute' : 'second',
		unitDisplay: 'long',
		maximumFractionDigits: 0,
	});
	return format.format(inMinutes ? seconds / MINUTE : seconds);
}

/**
 * Which of the times to announce has been reached between two updates; undefined where none has.
 * @param before seconds left at the update before, Infinity at the first
 */
export function dueAnnouncement(before: number, now: number): number | undefined {
	return ANNOUNCED.find((seconds) => now <= seconds && before > seconds && before < Infinity);
}
