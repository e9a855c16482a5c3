import { visibleText } from './visible-text';

/** What an element may contain; `undefined` is left out. */
export type Child = Node | string | undefined;

/** Attributes by name; `true` sets an empty one, `false` and `undefined` set none. */
export type Attributes = Readonly<Record<string, string | boolean | undefined>>;

/** Makes an element. Strings become text, never markup. */
export function element<Name extends keyof HTMLElementTagNameMap>(
	name: Name,
	attributes: Attributes = {},
	...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
	const made = document.createElement(name);
	setAttributes(made, attributes);
	made.append(...children.filter((child) => child !== undefined));
	return made;
}

/** Sets, or takes away, an element's attributes. */
export function setAttributes(target: Element, attributes: Attributes): void {
	for (const [name, value] of Object.entries(attributes)) {
		if (value === undefined || value === false) target.removeAttribute(name);
		else target.setAttribute(name, value === true ? '' : value);
	}
}

/** The one h1 of a view. It takes focus when the view appears, so it is focusable by script. */
export function heading(text = ''): HTMLHeadingElement {
	return element('h1', { tabindex: '-1' }, text);
}

/** A text with nodes in the place of its placeholders: `{name}`. */
export function fillWith(text: string, nodes: Readonly<Record<string, Node>>): readonly (Node | string)[] {
	return text.split(/\{(\w+)\}/).map((part, index) => (index % 2 === 0 ? part : (nodes[part] ?? '')));
}

/**
 * Text that an agent or an operator wrote, sanitized by {@link visibleText}. Isolated from the text around it (`bdi`),
 * with a direction of its own.
 */
export function untrustedText(text: string): HTMLElement {
	return element('bdi', { class: 'untrusted', dir: 'auto' }, visibleText(text));
}

/** Text for screen readers only. */
export function visuallyHidden(...children: readonly Child[]): HTMLElement {
	return element('span', { class: 'visually-hidden' }, ...children);
}

/** The element with this id, which the page's own markup has. */
export function byId(id: string): HTMLElement {
	const found = document.getElementById(id);
	if (found === null) throw new Error(`The page has no element #${id}.`);
	return found;
}
