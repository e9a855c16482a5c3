const { performance } = require('node:perf_hooks');
const process = require('node:process');

/*
 * Loaded into a process (node --require) that is to have a wrong clock: the time of day is off by as many milliseconds as
 * WRONG_CLOCK_MS says. What only measures how long something takes (performance.now, timers) goes as it should, as it
 * does on a machine whose clock is set wrong.
 */

const RightDate = globalThis.Date;
const offset = Number(process.env['WRONG_CLOCK_MS']);
const now = () => RightDate.now() + offset;

const WrongDate = new Proxy(RightDate, {
	construct: (target, values, newTarget) =>
		Reflect.construct(target, values.length === 0 ? [now()] : values, newTarget),
	apply: () => new WrongDate().toString(),
	get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});
RightDate.prototype.constructor = WrongDate;
globalThis.Date = WrongDate;
Object.defineProperty(performance, 'timeOrigin', { value: performance.timeOrigin + offset });
