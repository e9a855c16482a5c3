import { element, setAttributes, type Child } from '../dom';

/** How a button looks: the one that leads on, one of two equals, one in the background, or like a link. */
export type ButtonLook = 'primary' | 'equal' | 'quiet' | 'link';

/** A button that does something. While it is off (see {@link switchOff}) it keeps its focus and does nothing. */
export function button(
	look: ButtonLook,
	press: () => void,
	...children: readonly Child[]
): HTMLButtonElement {
	const made = element('button', { type: 'button', class: `button ${look}` }, ...children);
	made.addEventListener('click', () => {
		if (!isOff(made)) press();
	});
	return made;
}

/** Switches a button off, or on again, without taking focus from whoever has just pressed it. */
export function switchOff(target: HTMLButtonElement, off: boolean): void {
	setAttributes(target, { 'aria-disabled': off ? 'true' : undefined });
}

/** Whether the button is switched off. */
export function isOff(target: HTMLButtonElement): boolean {
	return target.getAttribute('aria-disabled') === 'true';
}
