/** What a message to the person can say. */
export interface MessageFacts {
	readonly link: string;
	readonly code: string;
	readonly displayName: string;
	readonly reason: string;
	readonly minutes: number;
	/** Whether the person types the code instead of comparing it. */
	readonly typedCode: boolean;
}

/**
 * The message for the person, ready for a chat or mail node.
 * @param ownText the workflow's own text with `{link}`, `{code}`, `{displayName}`, `{reason}`, `{minutes}`;
 *   other words in curly brackets stay as they are. Empty: the standard text
 */
export function messageFor(facts: MessageFacts, ownText: string): string {
	if (ownText.trim() === '') return standardText(facts);
	const values: Readonly<Record<string, string>> = {
		link: facts.link,
		code: facts.code,
		displayName: facts.displayName,
		reason: facts.reason,
		minutes: String(facts.minutes),
	};
	return ownText.replaceAll(/\{(\w+)\}/g, (whole, name: string) =>
		Object.hasOwn(values, name) ? (values[name] ?? whole) : whole,
	);
}

function standardText({ link, code, displayName, reason, minutes, typedCode }: MessageFacts): string {
	const what = `Please connect ${displayName}${reason === '' ? '.' : `: ${reason.replace(/[.\s]+$/, '')}.`}`;
	const how = typedCode
		? `Open ${link} and enter the code ${code}.`
		: `Open ${link} and check that the page shows the code ${code}.`;
	const time = minutes === 1 ? 'one minute' : `${String(minutes)} minutes`;
	return `${what}\n${how}\nThe link works for ${time}. What you enter is encrypted in your browser.`;
}
