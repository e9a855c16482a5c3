const MINUTE = 60;

/** A moment some seconds ahead, as the language says it: `in 5 seconds`. */
export function inSeconds(seconds: number, language: string): string {
	return new Intl.RelativeTimeFormat(language).format(seconds, 'second');
}

/** A length of time, in whole minutes from one minute on, as the language says it: `5 minutes`, `30 seconds`. */
export function spokenDuration(seconds: number, language: string): string {
	const inMinutes = seconds >= MINUTE;
	const format = new Intl.NumberFormat(language, {
		style: 'unit',
		unit: inMinutes ? 'minute' : 'second',
		unitDisplay: 'long',
		maximumFractionDigits: 0,
	});
	return format.format(inMinutes ? seconds / MINUTE : seconds);
}
