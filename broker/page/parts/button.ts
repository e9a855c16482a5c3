import { element, setAttributes, type Child } from '../dom';

/** How a button looks: the main one, one of two equal ones, a secondary one, or like a link. */
export type ButtonVariant = 'primary' | 'equal' | 'quiet' | 'link';

/** A button with an action. While it is disabled (see {@link setDisabled}) it keeps its focus and does nothing. */
export function button(
	variant: ButtonVariant,
	onClick: () => void,
	...children: readonly Child[]
): HTMLButtonElement {
	const made = element('button', { type: 'button', class: `button ${variant}` }, ...children);
	made.addEventListener('click', () => {
		if (!isDisabled(made)) onClick();
	});
	return made;
}

/** Disables a button (`aria-disabled`), or enables it again, without taking focus away from it. */
export function setDisabled(target: HTMLButtonElement, disabled: boolean): void {
	setAttributes(target, { 'aria-disabled': disabled ? 'true' : undefined });
}

/** Whether the button is disabled. */
export function isDisabled(target: HTMLButtonElement): boolean {
	return target.getAttribute('aria-disabled') === 'true';
}
