const SECOND_MS = 1_000;
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/**
 * From how many seconds on a length of time is told in which unit, how many seconds that has, and how many of them may be
 * missing from a whole one: 7 days that began a moment ago are 7 days.
 */
const UNITS = [
	{ from: 2 * DAY, unit: 'day', seconds: DAY, missing: HOUR / 2 },
	{ from: HOUR, unit: 'hour', seconds: HOUR, missing: MINUTE },
	{ from: MINUTE, unit: 'minute', seconds: MINUTE, missing: 0 },
	{ from: 0, unit: 'second', seconds: 1, missing: 0 },
] as const;
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

/** That many seconds from now, in milliseconds of Date.now(). */
export function deadlineIn(seconds: number): number {
	return Date.now() + seconds * SECOND_MS;
}

/** The time that is left, in the language: `9:59`, and from an hour on `5 hours`, `7 days`. */
export function timeLeft(seconds: number, language: string): string {
	return seconds < HOUR ? clockTime(seconds) : formatDuration(seconds, language);
}

/** Minutes and seconds: `9:59`. */
export function clockTime(seconds: number): string {
	return `${String(Math.floor(seconds / MINUTE))}:${String(seconds % MINUTE).padStart(2, '0')}`;
}

/** A moment some seconds ahead, in the language: `in 5 seconds`. */
export function inSeconds(seconds: number, language: string): string {
	return new Intl.RelativeTimeFormat(language).format(seconds, 'second');
}

/** A length of time in the language, in whole units, never more than it is: `7 days`, `5 minutes`, `30 seconds`. */
export function formatDuration(seconds: number, language: string): string {
	const { unit, length } = inUnits(seconds);
	return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(length);
}

/** How long ago a moment was, in the language: `3 minutes ago`. */
export function timeAgo(moment: number, language: string): string {
	const { unit, length } = inUnits(Math.max(0, (Date.now() - moment) / SECOND_MS));
	return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(-length, unit);
}

/** A moment's time of day, in the language and the person's time zone; with the date where it was not today. */
export function formatMoment(moment: number, language: string, now = Date.now()): string {
	const date = new Intl.DateTimeFormat(language, { dateStyle: 'long' });
	const today = date.format(moment) === date.format(now);
	return new Intl.DateTimeFormat(language, {
		timeStyle: 'short',
		...(today ? {} : { dateStyle: 'long' as const }),
	}).format(moment);
}

function inUnits(seconds: number): {
	readonly unit: (typeof UNITS)[number]['unit'];
	readonly length: number;
} {
	const { unit, seconds: each, missing } = UNITS.find(({ from }) => seconds >= from) ?? UNITS[3];
	return { unit, length: Math.floor((seconds + missing) / each) };
}

/**
 * Which of the times to announce has been reached between two updates; undefined where none has.
 * @param before seconds left at the update before, Infinity at the first
 */
export function dueAnnouncement(before: number, now: number): number | undefined {
	return ANNOUNCED.find((seconds) => now <= seconds && before > seconds && before < Infinity);
}
