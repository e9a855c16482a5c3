import { element } from '../dom';
import type { Texts } from '../catalogue';
import { disclosure } from './disclosure';

/**
 * The link of this page as a QR code, for whoever would rather answer on a phone; on wide screens only. What draws it is
 * loaded when it is asked for.
 */
export function handOver({ handOver: texts }: Texts): HTMLElement {
	const place = element('div', { class: 'qr-place' });
	const details = disclosure('phone', texts.open, place);
	details.classList.add('hand-over');
	details.addEventListener('toggle', () => {
		if (!details.open || place.childElementCount > 0) return;
		import('./qr-code').then(
			({ qrCode }) => {
				place.replaceChildren(qrCode(location.href, texts.label), element('p', {}, texts.text));
			},
			() => {
				// Without an element in it, so that the next time it is opened it is loaded again.
				place.textContent = texts.failed;
			},
		);
	});
	return details;
}
