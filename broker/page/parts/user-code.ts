import { element, spokenOnly } from '../dom';

/** A user code, large, to be compared letter by letter; read out letter by letter too. */
export function userCode(code: string): HTMLElement {
	const groups = code.split('-');
	return element(
		'p',
		{ class: 'user-code', translate: 'no' },
		spokenOnly(groups.map((group) => Array.from(group).join(' ')).join(', ')),
		element('span', { class: 'letters', 'aria-hidden': 'true', dir: 'ltr' }, code),
	);
}
