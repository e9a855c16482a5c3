import { element, type Child } from '../dom';
import type { View } from '../view';
import { heading, sign, type Tone } from './heading';
import type { IconName } from './icon';

/** A view that says one thing: what happened, and what to do next. */
export interface Message {
	readonly icon: IconName;
	readonly tone: Tone;
	readonly heading: string;
	/** Paragraphs, the first one larger. */
	readonly text: readonly string[];
	/** What stands below the text. */
	readonly below?: readonly Child[];
}

/** Shows a message. */
export function messageView(message: Message): View {
	const [lead, ...rest] = message.text;
	const content = element(
		'div',
		{ class: `card message ${message.tone}` },
		sign(message.icon, message.tone),
		heading(message.heading),
		element('p', { class: 'lead' }, lead),
		...rest.map((paragraph) => element('p', {}, paragraph)),
		...(message.below ?? []),
	);
	return { content: [content] };
}
