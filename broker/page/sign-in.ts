import { addStyles } from './add-styles';
import { laterActions } from './flow/actions';
import { confirmRequest } from './flow/confirm';
import { runStep, type Flow, type LaterSteps } from './flow/flow';
import { denySignIn, showEndedTrip } from './flow/end-sign-in';
import { openReturn, resumeSendingAnswer } from './flow/return';
import { leave, showSignIn } from './flow/sign-in';
import type { CredentialRequest } from './state';
import styles from './styles/sign-in.css';
import { endTrips, onTripEnded } from './trips';
import { endView } from './views/end';
import { END_MESSAGES } from './views/end-messages';
import type { LaterViews } from './views/make-view';
import { SIGN_IN_MESSAGES } from './views/sign-in-messages';
import { signInAgainView, signInCheckView, signInView } from './views/sign-in';
import { endingView, passingOnView } from './views/sign-in-progress';

/*
 * What the page needs where a sign-in is asked for: all of its views and steps, and the callback's. A file of its own, as
 * later.ts is; its texts come with it.
 */

addStyles(styles);

/** The views of these steps. */
export const LATER_VIEWS: LaterViews = {
	...END_MESSAGES,
	...SIGN_IN_MESSAGES,
	check: signInCheckView,
	decline: endView,
	report: endView,
	sending: passingOnView,
	'sign-in': signInView,
	'sign-in-again': signInAgainView,
	'sign-in-ending': endingView,
};

/** What the sender is told where the person gives up. */
const GIVEN_UP = 'sign-in failed: provider_unavailable';

/** The steps of a sign-in. */
export function laterSteps(page: Flow): LaterSteps {
	/** The link whose sign-in is open in this tab. */
	let open: string | undefined;
	const flow: Flow = {
		...page,
		storage: {
			...page.storage,
			save: (link, stored) => {
				open = stored.stage === 'confirmed' ? link : undefined;
				page.storage.save(link, stored);
				if (stored.stage === 'ended') endTrips(link, stored.ending, stored.ended);
			},
		},
	};
	onTripEnded((trip) => {
		if (trip.link === open) showEndedTrip(page, trip);
	});
	const resume = (request: CredentialRequest): void => {
		open = request.link;
		showSignIn(flow, request);
	};
	const confirm = (request: CredentialRequest): void => {
		confirmRequest(flow, request, resume);
	};
	return {
		actions: {
			...laterActions(flow, confirm),
			signIn: (state) => {
				leave(flow, state);
			},
			stop: ({ request }) => {
				runStep(flow, async (signal) => {
					const stored = flow.storage.read(request.link);
					if (stored?.stage !== 'confirmed') flow.show({ view: 'refused', status: 0 });
					else await denySignIn(flow, stored, 'sign-in-failed', GIVEN_UP, signal);
				});
			},
		},
		confirm,
		resume,
		resumeSending: (sending) => {
			resumeSendingAnswer(flow, sending);
		},
		openReturn: () => {
			openReturn(flow);
		},
	};
}
