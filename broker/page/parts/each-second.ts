const SECOND_MS = 1_000;

/** Calls at once and then each second, for as long as the element is in the page. */
export function eachSecond(target: Node, update: () => void): void {
	update();
	const timer = setInterval(() => {
		if (target.isConnected) update();
		else clearInterval(timer);
	}, SECOND_MS);
}

/** Whole seconds until then (milliseconds of Date.now()), never below zero. */
export function secondsUntil(moment: number): number {
	return Math.max(0, Math.ceil((moment - Date.now()) / SECOND_MS));
}
