import { element } from '../dom';
import { icon, type IconName } from './icon';

/** The one h1 of a view. It takes focus when the view appears, so it must be focusable by script. */
export function heading(text: string): HTMLHeadingElement {
	return element('h1', { tabindex: '-1' }, text);
}

/** How a message is meant: its colour, never its only sign. */
export type Tone = 'calm' | 'good' | 'warning' | 'danger';

/** A round sign above a message. */
export function sign(name: IconName, tone: Tone): HTMLElement {
	return element('div', { class: `sign ${tone}` }, icon(name));
}
