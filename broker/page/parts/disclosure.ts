import { element, type Child } from '../dom';
import { icon, type IconName } from './icon';

/** A quiet line that shows more when it is pressed. */
export function disclosure(
	name: IconName,
	summary: string,
	...content: readonly Child[]
): HTMLDetailsElement {
	return element(
		'details',
		{ class: 'disclosure' },
		element('summary', {}, icon(name), element('span', {}, summary)),
		...content,
	);
}
