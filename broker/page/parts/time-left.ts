import { openRequestOf, type PageState } from '../state';
import { fill, type Texts } from '../catalogue';
import { dueAnnouncement, formatDuration, secondsUntil, timeLeft } from '../time';

const URGENT = 60;

/** Shows the time left of the open request, and announces it a few times. */
export class TimeLeft {
	readonly #target: HTMLElement;
	#texts: Texts;
	readonly #announce: (text: string) => void;
	#last = Infinity;

	constructor(target: HTMLElement, texts: Texts, announce: (text: string) => void) {
		this.#target = target;
		this.#texts = texts;
		this.#announce = announce;
	}

	/** Changes the language. */
	translate(texts: Texts): void {
		this.#texts = texts;
		this.#show();
	}

	/** To be called each second, and whenever the state changes. */
	update(state: PageState): void {
		const request = openRequestOf(state);
		this.#target.hidden = request === undefined;
		if (request === undefined) {
			this.#last = Infinity;
			return;
		}
		const seconds = secondsUntil(request.deadline);
		const due = dueAnnouncement(this.#last, seconds);
		if (due !== undefined) {
			const { announceLeft, language } = this.#texts;
			this.#announce(fill(announceLeft, { duration: formatDuration(due, language) }));
		}
		this.#last = seconds;
		this.#show();
	}

	#show(): void {
		if (this.#last === Infinity) return;
		const { timeLeft: text, language } = this.#texts;
		this.#target.textContent = fill(text, { time: timeLeft(this.#last, language) });
		this.#target.classList.toggle('urgent', this.#last <= URGENT);
	}
}
