import type { RequestLine } from './demo-broker';
import type { Screen } from './screen';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** The time that the person has left, and what is being waited for: a line that lives, or one a minute in a file. */
export class Countdown {
	private timer: NodeJS.Timeout | undefined;
	private status = '';
	private end = 0;

	constructor(private readonly screen: Screen) {}

	/** @param end milliseconds since the epoch */
	start(end: number, status: string): void {
		this.end = end;
		this.timer = setInterval(
			() => {
				this.draw();
			},
			this.screen.terminal ? SECOND : MINUTE,
		);
		this.say(status);
	}

	/** Tells from the broker's log what is being waited for now. */
	follow({ method = '', route = '', status = 0 }: RequestLine): void {
		if (status >= 300) return;
		if (method === 'GET' && route === '/v1/connect/:code') this.say('waiting for the code to be compared');
		if (route === '/v1/connect/:code/confirm') this.say('waiting for the form to be sent');
	}

	stop(): void {
		if (this.timer === undefined) return;
		clearInterval(this.timer);
		this.timer = undefined;
		if (this.screen.terminal) this.screen.rewrite('');
	}

	private say(status: string): void {
		if (this.timer === undefined || status === this.status) return;
		this.status = status;
		this.draw();
	}

	private draw(): void {
		const left = Math.max(0, this.end - Date.now());
		const minutes = String(Math.floor(left / MINUTE));
		const seconds = String(Math.floor((left % MINUTE) / SECOND)).padStart(2, '0');
		const text = `${minutes}:${seconds} left, ${this.status}`;
		if (this.screen.terminal) this.screen.rewrite(`  ${this.screen.style('cyan', text)} `);
		else this.screen.line(`  ${text}`);
	}
}
