import { openRequestOf, type PageState } from '../state';
import type { Texts } from '../texts';
import { secondsUntil } from './each-second';
import { spokenDuration } from './spoken-time';

const MINUTE = 60;
/** Seconds left at which a screen reader is told: often enough to act, seldom enough to be left in peace. */
const MOMENTS = [5 * MINUTE, 2 * MINUTE, MINUTE, 30, 10] as const;

/** Shows the time left of the open request, and tells it at a few moments. */
export class TimeLeft {
	readonly #place: HTMLElement;
	#texts: Texts;
	readonly #announce: (text: string) => void;
	#last = Infinity;

	constructor(place: HTMLElement, texts: Texts, announce: (text: string) => void) {
		this.#place = place;
		this.#texts = texts;
		this.#announce = announce;
	}

	/** Goes on in another language. */
	speak(texts: Texts): void {
		this.#texts = texts;
		this.#show();
	}

	/** To be called each second, and whenever the state changes. */
	update(state: PageState): void {
		const request = openRequestOf(state);
		this.#place.hidden = request === undefined;
		if (request === undefined) {
			this.#last = Infinity;
			return;
		}
		const seconds = secondsUntil(request.deadline);
		this.#tell(seconds);
		this.#last = seconds;
		this.#show();
	}

	#show(): void {
		if (this.#last === Infinity) return;
		const minutes = String(Math.floor(this.#last / MINUTE));
		const clock = `${minutes}:${String(this.#last % MINUTE).padStart(2, '0')}`;
		this.#place.textContent = this.#texts.timeLeft(clock);
		this.#place.classList.toggle('urgent', this.#last <= MINUTE);
	}

	#tell(seconds: number): void {
		const passed = MOMENTS.find(
			(moment) => seconds <= moment && this.#last > moment && this.#last < Infinity,
		);
		if (passed === undefined) return;
		const { announceLeft, language } = this.#texts;
		this.#announce(announceLeft(spokenDuration(passed, language)));
	}
}
