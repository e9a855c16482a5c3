import { readPin } from '../../../protocol/verification-link';
import type { CredentialRequest, StateOf } from '../state';
import { saveTrip, sweepTrips, tripsOf } from '../trips';
import { departureOf, isPinned, returnsHere } from './departure';
import { denySignIn, showEndedTrip } from './end-sign-in';
import { runStep, type Flow } from './flow';

/** After this long on a page that was to be left, the provider's app has opened, or nothing has. */
const LEAVING_MS = 10_000;

/** Shows where a sign-in leads, or how it has ended in another tab. */
export function showSignIn(flow: Flow, request: CredentialRequest): void {
	sweepTrips();
	const trips = tripsOf(request.link);
	const ended = trips.find((trip) => 'ended' in trip);
	if (ended !== undefined) {
		showEndedTrip(flow, ended);
		return;
	}
	const { oauth } = request.session;
	const departure = oauth?.redeemed_by === 'agent' ? departureOf(oauth) : undefined;
	if (isPinned(readPin(location.hash), departure?.address)) {
		flow.show({ view: 'sign-in', request, ...(trips.length === 0 ? {} : { progress: 'away' }) });
	} else flow.show({ view: 'sign-in-alarm' });
}

/** Sends the person to the provider. */
export function leave(flow: Flow, { request: shown, view }: StateOf<'sign-in' | 'sign-in-again'>): void {
	runStep(flow, async (signal) => {
		const { link } = shown;
		const stored = flow.storage.read(link);
		const { oauth } = shown.session;
		if (stored?.stage !== 'confirmed' || oauth === undefined) {
			flow.show({ view: 'refused', status: 0 });
			return;
		}
		const { connectToken } = stored;
		const request = view === 'sign-in' ? { ...shown, fragment: location.hash } : shown;
		const trip = { link, deadline: request.deadline, startedAt: Date.now(), request, connectToken };
		let address: string;
		if (oauth.redeemed_by === 'broker') {
			saveTrip(link, trip);
			address = `/v1/oauth/authorize/${link}`;
		} else {
			const departure = departureOf(oauth);
			if (departure === undefined || !returnsHere(oauth)) {
				const reason = `sign-in failed: ${departure === undefined ? 'authorization_endpoint' : 'redirect_uri'}`;
				await denySignIn(flow, { request, connectToken }, 'sign-in-failed', reason, signal);
				return;
			}
			// Checked when it was shown; this is what it leads to.
			if (!isPinned(readPin(location.hash), departure.address)) {
				flow.show({ view: 'sign-in-alarm' });
				return;
			}
			saveTrip(departure.state, trip);
			address = departure.address.href;
		}
		flow.storage.save(link, { stage: 'confirmed', request, connectToken });
		flow.show({ view: 'sign-in', request, progress: 'leaving' });
		location.assign(address);
		await backOnPage(signal);
		signal.throwIfAborted();
		const ended = tripsOf(link).find((each) => 'ended' in each);
		if (ended === undefined) flow.show({ view: 'sign-in', request, progress: 'away' });
		else showEndedTrip(flow, ended);
	});
}

/** Waits until the page is looked at again, or was not left at all. */
function backOnPage(signal: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		const back = (): void => {
			if (document.visibilityState === 'visible') resolve();
		};
		setTimeout(resolve, LEAVING_MS);
		document.addEventListener('visibilitychange', back, { signal });
		window.addEventListener('pageshow', back, { signal });
	});
}
