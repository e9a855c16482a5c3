import { directionOf } from './direction';
import { byId, element } from './dom';
import { icon, type IconName } from './parts/icon';
import type { Texts } from './catalogue';

const STEP_ICONS: readonly IconName[] = ['lock', 'key', 'clock'];

/** Fills the parts of the page that are the same in every state. */
export function fillFrame({ language, how, links }: Texts): void {
	document.documentElement.lang = language;
	document.documentElement.dir = directionOf(language);
	const title = element('h2', { id: 'how-title' }, how.heading);
	const steps = how.steps.map((step, index) =>
		element(
			'li',
			{},
			icon(STEP_ICONS[index] ?? 'check'),
			element('div', {}, element('strong', {}, step.title), element('p', {}, step.text)),
		),
	);
	byId('how').replaceChildren(title, element('ul', {}, ...steps));
	byId('imprint').textContent = links.imprint;
	byId('privacy').textContent = links.privacy;
}

/** The operator's name of the service. */
export function serviceName(): string {
	return document.querySelector<HTMLMetaElement>('meta[name=application-name]')?.content ?? '';
}
