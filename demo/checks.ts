import type { IDataObject } from 'n8n-workflow';
import type { EchoedRequest } from '../test/support/echo-server';
import { findLeaks, SHORTEST_SEARCHED, type Place } from './leaks';

/** What a run of the demo came to. */
export interface DemoRun {
	/** n8n's own word for how the execution ended. */
	readonly status: string;
	/** The item that left Await Credential through Received; undefined where none did. */
	readonly received: IDataObject | undefined;
	/** What the service got, in its order. */
	readonly requests: readonly EchoedRequest[];
	/** What the person entered; undefined where the person was a real one, and only the service knows. */
	readonly entered: string | undefined;
	/** Where the secret must not be. */
	readonly places: readonly Place[];
}

/** Something that was promised, and whether it was kept. */
export interface Check {
	readonly says: string;
	readonly passed: boolean;
	/** What was found, in a few words. */
	readonly found: string;
}

/** The credential as the service got it: what stands after Bearer. */
export function secretAtService(requests: readonly EchoedRequest[]): string | undefined {
	return /^Bearer (.+)$/.exec(requests.at(-1)?.headers.authorization ?? '')?.[1];
}

/** Holds the run to everything that the demo promises. */
export function checkRun(run: DemoRun): Check[] {
	const arrived = secretAtService(run.requests);
	return [...deliveryChecks(run, arrived), ...secrecyChecks(run.places, run.entered ?? arrived)];
}

function deliveryChecks(
	{ status, received, requests, entered }: DemoRun,
	arrived: string | undefined,
): Check[] {
	const sealed = typeof received?.['credential'] === 'string';
	return [
		{ says: 'the workflow ran to its end', passed: status === 'success', found: status },
		{
			says: 'the workflow received the credential, sealed',
			passed: received?.['status'] === 'ready' && sealed,
			found: received === undefined ? 'nothing received' : sealed ? 'sealed' : 'not sealed',
		},
		{
			says: 'the service was called once, with the credential',
			passed: requests.length === 1 && arrived !== undefined,
			found: called(requests.length, arrived),
		},
		...(entered === undefined
			? []
			: [
					{
						says: 'it is the one that was entered, byte for byte',
						passed: arrived === entered,
						found: arrived === entered ? 'the same' : 'another',
					},
				]),
	];
}

function secrecyChecks(places: readonly Place[], secret: string | undefined): Check[] {
	if (secret === undefined || secret.length < SHORTEST_SEARCHED) {
		const found = secret === undefined ? 'there is none to look for' : 'too short to look for';
		return [{ says: 'the secret is nowhere in between', passed: false, found }];
	}
	return places.map((place) => {
		const forms = findLeaks(secret, [place]).map(({ form }) => form);
		const bytes = Buffer.byteLength(place.content);
		return {
			says: `the secret is not in ${place.name}`,
			passed: forms.length === 0 && bytes > 0,
			found: forms.length > 0 ? `found ${forms.join(', ')}` : searched(bytes),
		};
	});
}

function searched(bytes: number): string {
	return bytes === 0
		? 'nothing was captured there to search'
		: `not found in ${(bytes / 1_000).toFixed(1)} kB`;
}

function called(times: number, arrived: string | undefined): string {
	const often = times === 1 ? 'called once' : `called ${String(times)} times`;
	return arrived === undefined ? `${often}, without a credential` : often;
}
