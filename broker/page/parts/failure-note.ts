import { element } from '../dom';
import type { Failure } from '../state';
import { fill, type Texts } from '../texts';
import { eachSecond, inSeconds, secondsUntil } from '../time';
import type { ViewContext } from '../view';
import { button } from './button';
import { icon, type IconName } from './icon';

/** The icon of a kind of failure. */
export function failureIcon(kind: Failure['kind']): IconName {
	return kind === 'no-connection' ? 'offline' : 'clock';
}

/** The line that counts down to the next attempt. */
export class FailureStatus {
	readonly element = element('p', { class: 'status' });
	readonly #texts: Texts;
	#failure: Failure;

	constructor(texts: Texts, failure: Failure) {
		this.#texts = texts;
		this.#failure = failure;
		eachSecond(this.element, () => {
			this.update(this.#failure);
		});
	}

	/** Counts down to another attempt. */
	update(failure: Failure): void {
		this.#failure = failure;
		const { language, failure: texts } = this.#texts;
		const seconds = failure.retryAt === undefined ? 0 : secondsUntil(failure.retryAt);
		this.element.textContent =
			seconds === 0 ? texts.now : fill(texts.again, { when: inSeconds(seconds, language) });
	}
}

/** Explains, inside another view, why there is no answer yet, and offers to try again at once. */
export class FailureNote {
	/** To be put into the view; empty while there is no failure. */
	readonly element = element('div', { class: 'failure-note' });
	readonly #context: ViewContext;
	#shown: { readonly kind: Failure['kind']; readonly status: FailureStatus } | undefined;

	constructor(context: ViewContext, failure?: Failure) {
		this.#context = context;
		this.update(failure);
	}

	/** Shows another failure, or none. While its kind stays the same its button keeps focus. */
	update(failure: Failure | undefined): void {
		if (failure !== undefined && failure.kind === this.#shown?.kind) this.#shown.status.update(failure);
		else this.element.replaceChildren(...this.#note(failure));
	}

	#note(failure: Failure | undefined): readonly Node[] {
		this.#shown = undefined;
		if (failure === undefined) return [];
		const { texts, actions } = this.#context;
		const { title, text } = texts.failure[failure.kind];
		const status = new FailureStatus(texts, failure);
		this.#shown = { kind: failure.kind, status };
		return [
			element(
				'div',
				{ class: 'note warning' },
				icon(failureIcon(failure.kind)),
				element('div', {}, element('p', { class: 'title' }, title), element('p', {}, text), status.element),
				failure.kind === 'rate-limited' ? undefined : button('quiet', actions.retryNow, texts.button.retry),
			),
		];
	}
}
