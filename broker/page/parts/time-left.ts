import { openRequestOf, type PageState } from '../state';
import type { Texts } from '../texts';
import { secondsUntil } from './each-second';

const MINUTE = 60;
/** Seconds left at which a screen reader is told: often enough to act, seldom enough to be left in peace. */
const MOMENTS = [5 * MINUTE, 2 * MINUTE, MINUTE, 30, 10] as const;

/** Shows the time left of the open request, and tells it at a few moments. */
export class TimeLeft {
	readonly #place: HTMLElement;
	readonly #texts: Texts;
	readonly #announce: (text: string) => void;
	#last = Infinity;

	constructor(place: HTMLElement, texts: Texts, announce: (text: string) => void) {
		this.#place = place;
		this.#texts = texts;
		this.#announce = announce;
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
		const minutes = String(Math.floor(seconds / MINUTE));
		const clock = `${minutes}:${String(seconds % MINUTE).padStart(2, '0')}`;
		this.#place.textContent = this.#texts.timeLeft(clock);
		this.#place.classList.toggle('urgent', seconds <= MINUTE);
		this.#tell(seconds);
	}

	#tell(seconds: number): void {
		const passed = MOMENTS.find(
			(moment) => seconds <= moment && this.#last > moment && this.#last < Infinity,
		);
		this.#last = seconds;
		if (passed === undefined) return;
		const { announceMinutesLeft, announceSecondsLeft } = this.#texts;
		this.#announce(passed >= MINUTE ? announceMinutesLeft(passed / MINUTE) : announceSecondsLeft(passed));
	}
}
