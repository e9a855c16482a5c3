import { endedOf } from './flow/flow';
import type { CredentialRequest, EndedRequest, Ending } from './state';

/**
 * A person who was sent to sign in. It is stored by the `state` that was sent along, or, where the broker makes that, by
 * the link.
 */
export type Trip = OpenTrip | EndedTrip;

/** One from which no answer has been passed on yet. */
export interface OpenTrip {
	readonly link: string;
	/** Milliseconds of Date.now(), like the next one. */
	readonly deadline: number;
	readonly startedAt: number;
	readonly request: CredentialRequest;
	readonly connectToken: string;
}

/** One whose request has ended, without its token. */
export interface EndedTrip {
	readonly link: string;
	readonly deadline: number;
	readonly ending: Ending;
	readonly ended: EndedRequest;
}

const PREFIX = 'linkauth:trip:';
/** How long it is known of a trip that it came late. */
const KEPT_MS = 86_400_000;

/*
 * In the storage of all tabs, because people come back in another one than they left from: phones open the provider's
 * app. In the tab's own where that is forbidden.
 */
const STORES = [() => localStorage, () => sessionStorage];

/** Stores a trip. */
export function saveTrip(key: string, trip: Trip): void {
	for (const store of STORES) {
		try {
			store().setItem(PREFIX + key, JSON.stringify(trip));
			return;
		} catch {
			// Forbidden or full.
		}
	}
}

/** The trip with this `state`, or link; undefined where this browser knows none. */
export function readTrip(key: string): Trip | undefined {
	return allTrips().find((each) => each.key === key)?.trip;
}

/** The trips of a link. */
export function tripsOf(link: string): readonly Trip[] {
	return allTrips()
		.map(({ trip }) => trip)
		.filter((trip) => trip.link === link);
}

/** Notes, for all tabs, how the request of a link has ended. */
export function endTrips(link: string, ending: Ending, ended: EndedRequest): void {
	for (const { key, trip } of allTrips()) {
		if (trip.link === link) saveTrip(key, { link, deadline: trip.deadline, ending, ended });
	}
}

/** Takes the tokens from trips whose time is over, and forgets those that are older still. */
export function sweepTrips(): void {
	const now = Date.now();
	for (const { store, key, trip } of allTrips()) {
		const { link, deadline } = trip;
		if (now > deadline + KEPT_MS) store.removeItem(PREFIX + key);
		else if (now > deadline && 'request' in trip) {
			saveTrip(key, { link, deadline, ending: 'sign-in-late', ended: endedOf(trip.request) });
		}
	}
}

/** Calls when another tab has noted how the request of a link has ended. */
export function onTripEnded(listen: (trip: EndedTrip) => void): void {
	window.addEventListener('storage', ({ key, newValue }) => {
		if (key?.startsWith(PREFIX) !== true || newValue === null) return;
		const trip = JSON.parse(newValue) as Trip;
		if ('ended' in trip) listen(trip);
	});
}

function allTrips(): readonly { readonly store: Storage; readonly key: string; readonly trip: Trip }[] {
	return STORES.flatMap((open) => {
		try {
			const store = open();
			return Object.entries(store)
				.filter(([name]) => name.startsWith(PREFIX))
				.map(([name, text]) => ({
					store,
					key: name.slice(PREFIX.length),
					// Only this page, from this origin, writes here.
					trip: JSON.parse(String(text)) as Trip,
				}));
		} catch {
			return [];
		}
	});
}
