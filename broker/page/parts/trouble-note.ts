import { element } from '../dom';
import type { Trouble } from '../state';
import type { Texts } from '../texts';
import type { ViewContext } from '../view';
import { button } from './button';
import { eachSecond, secondsUntil } from './each-second';
import { icon, type IconName } from './icon';
import { inSeconds } from './spoken-time';

/** The icon of a kind of trouble. */
export function troubleIcon(kind: Trouble['kind']): IconName {
	return kind === 'no-connection' ? 'offline' : 'clock';
}

/** The line that counts down to the next attempt. */
export class TroubleStatus {
	readonly element = element('p', { class: 'status' });
	readonly #texts: Texts;
	#trouble: Trouble;

	constructor(texts: Texts, trouble: Trouble) {
		this.#texts = texts;
		this.#trouble = trouble;
		eachSecond(this.element, () => {
			this.update(this.#trouble);
		});
	}

	/** Counts down to another attempt. */
	update(trouble: Trouble): void {
		this.#trouble = trouble;
		const { language, trouble: texts } = this.#texts;
		const seconds = trouble.retryAt === undefined ? 0 : secondsUntil(trouble.retryAt);
		this.element.textContent = seconds === 0 ? texts.now : texts.again(inSeconds(seconds, language));
	}
}

/** Says, inside another view, why there is no answer yet, and offers to try again at once. */
export class TroubleNote {
	/** To be put into the view; empty while there is no trouble. */
	readonly element = element('div', { class: 'trouble-place' });
	readonly #context: ViewContext;
	#shown: { readonly kind: Trouble['kind']; readonly status: TroubleStatus } | undefined;

	constructor(context: ViewContext, trouble?: Trouble) {
		this.#context = context;
		this.update(trouble);
	}

	/** Shows another trouble, or none. The note is made anew only when its kind changes: its button keeps focus. */
	update(trouble: Trouble | undefined): void {
		if (trouble !== undefined && trouble.kind === this.#shown?.kind) this.#shown.status.update(trouble);
		else this.element.replaceChildren(...this.#note(trouble));
	}

	#note(trouble: Trouble | undefined): readonly Node[] {
		this.#shown = undefined;
		if (trouble === undefined) return [];
		const { texts, actions } = this.#context;
		const { title, text } = texts.trouble[trouble.kind];
		const status = new TroubleStatus(texts, trouble);
		this.#shown = { kind: trouble.kind, status };
		return [
			element(
				'div',
				{ class: 'note warning' },
				icon(troubleIcon(trouble.kind)),
				element('div', {}, element('p', { class: 'title' }, title), element('p', {}, text), status.element),
				trouble.kind === 'rate-limited' ? undefined : button('quiet', actions.retryNow, texts.button.retry),
			),
		];
	}
}
