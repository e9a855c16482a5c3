import { element } from '../dom';

const SVG = 'http://www.w3.org/2000/svg';

/** Paths on a grid of 24, drawn as lines. */
const PATHS = {
	lock: 'M7 11V8a5 5 0 0 1 10 0v3M5.5 11h13v9h-13zM12 14.5v2.5',
	check: 'M5 12.5l4.5 4.5L19 7.5',
	cross: 'M6.5 6.5l11 11M17.5 6.5l-11 11',
	alert: 'M12 4L2.8 19.5h18.4zM12 10v4.5M12 17v.2',
	clock: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M12 7.5V12l3 2',
	link: 'M10 14a4 4 0 0 0 6 .4l2.6-2.6a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-6-.4l-2.6 2.6a4 4 0 0 0 5.7 5.7l1-1',
	key: 'M8 11.5a4 4 0 1 0 0 8 4 4 0 0 0 0-8M11 12.7L19.5 4.2M16 7.7l2.7 2.7',
	offline:
		'M4 4l16 16M8.5 16a5 5 0 0 1 5-1.3M5 12.3a10 10 0 0 1 4-2.4M12.5 9.2a10 10 0 0 1 6.5 3.1M12 19.5v.2',
	globe: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M3.5 12h17M12 3.5c-5 5-5 12 0 17 5-5 5-12 0-17',
	flag: 'M6 20.5v-16M6 5h11.5l-2.5 4 2.5 4H6',
	phone: 'M8 3.5h8v17H8zM11.5 17.5h1',
	file: 'M6.5 3.5h7l4 4v13h-11zM13.5 3.5v4h4',
} as const;

/** Name of an icon. */
export type IconName = keyof typeof PATHS;

/** What an icon draws: the `d` of its path. */
export function iconPath(name: IconName): string {
	return PATHS[name];
}

/** A decorative icon in the colour of the text; hidden from screen readers. */
export function icon(name: IconName): SVGElement {
	const svg = document.createElementNS(SVG, 'svg');
	svg.setAttribute('viewBox', '0 0 24 24');
	svg.setAttribute('class', 'icon');
	svg.setAttribute('aria-hidden', 'true');
	svg.setAttribute('focusable', 'false');
	const path = document.createElementNS(SVG, 'path');
	path.setAttribute('d', iconPath(name));
	svg.append(path);
	return svg;
}

/** How a message is meant: its colour, never the only sign of it. */
export type Tone = 'calm' | 'good' | 'warning' | 'danger';

/** An icon in a circle, above a message. */
export function roundIcon(name: IconName, tone: Tone): HTMLElement {
	return element('div', { class: `round-icon ${tone}` }, icon(name));
}
