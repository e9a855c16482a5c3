/** What a message to the person can say. */
export interface MessageFacts {
	readonly link: string;
	readonly code: string;
	readonly displayName: string;
	readonly reason: string;
	/** How long the link works. */
	readonly seconds: number;
	/** Whether the person types the code instead of comparing it. */
	readonly typedCode: boolean;
	/** Whether there is nothing to enter: the person signs in. */
	readonly signsIn?: boolean;
}

/**
 * The message for the person, ready for a chat or mail node.
 * @param ownText the workflow's own text with `{link}`, `{code}`, `{displayName}`, `{reason}`, `{time}`, `{minutes}`;
 *   other words in curly brackets stay as they are. Empty: the standard text
 */
export function messageFor(facts: MessageFacts, ownText: string): string {
	if (ownText.trim() === '') return standardText(facts);
	const values: Readonly<Record<string, string>> = {
		link: facts.link,
		code: facts.code,
		displayName: facts.displayName,
		reason: facts.reason,
		time: timeInWords(facts.seconds),
		minutes: String(minutesOf(facts.seconds)),
	};
	return ownText.replaceAll(/\{(\w+)\}/g, (whole, name: string) =>
		Object.hasOwn(values, name) ? (values[name] ?? whole) : whole,
	);
}

function standardText({
	link,
	code,
	displayName,
	reason,
	seconds,
	typedCode,
	signsIn,
}: MessageFacts): string {
	const what = `Please connect ${displayName}${reason === '' ? '.' : `: ${reason.replace(/[.\s]+$/, '')}.`}`;
	const how = typedCode
		? `Open ${link} and enter the code ${code}.`
		: `Open ${link} and check that the page shows the code ${code}.`;
	const safe = signsIn
		? 'You sign in there as usual; no password passes through this link.'
		: 'What you enter is encrypted in your browser.';
	return `${what}\n${how}\nThe link works for ${timeInWords(seconds)}. ${safe}`;
}

const HOUR = 3_600;
const DAY = 24 * HOUR;
/** Seconds that have passed already without anybody counting them. */
const PASSED = 30;

/**
 * A time as people say it: in minutes, from two hours on in hours, from two days on in days; never more than it is, except
 * that some seconds do not count.
 * @example timeInWords(7 * 86_400) // '7 days'
 */
export function timeInWords(seconds: number): string {
	const whole = seconds + PASSED;
	if (whole >= 2 * DAY) return `${String(Math.floor(whole / DAY))} days`;
	if (whole >= 2 * HOUR) return `${String(Math.floor(whole / HOUR))} hours`;
	const minutes = minutesOf(seconds);
	if (minutes === 60) return 'one hour';
	return minutes === 1 ? 'one minute' : `${String(minutes)} minutes`;
}

function minutesOf(seconds: number): number {
	return Math.max(1, Math.round(seconds / 60));
}
