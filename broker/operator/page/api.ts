import type { Ended, EndingList, Selection, SessionList } from '../operator';

/** Where the token is kept: in this tab, until it is closed. */
const PLACE = 'linkauth-operator-token';

/** The call was not done: what the broker says of it. */
export class CallFailed extends Error {
	constructor(
		message: string,
		/** 0 where there was no answer. */
		readonly status: number,
	) {
		super(message);
	}
}

/** The token that was typed in this tab; undefined where there is none. */
export function storedToken(): string | undefined {
	return sessionStorage.getItem(PLACE) ?? undefined;
}

/** Keeps the token, or forgets it. */
export function storeToken(token: string | undefined): void {
	if (token === undefined) sessionStorage.removeItem(PLACE);
	else sessionStorage.setItem(PLACE, token);
}

/** What is open. @param key of one API key @throws CallFailed */
export function readSessions(key: string | undefined, limit: number): Promise<SessionList> {
	const query = new URLSearchParams({ ...(key !== undefined && { key }), limit: String(limit) });
	return call(`api/sessions?${query.toString()}`);
}

/** What has ended in the last hour. @throws CallFailed */
export function readEndings(): Promise<EndingList> {
	return call('api/endings');
}

/** @throws CallFailed */
export function end(selection: Selection): Promise<Ended> {
	return call('api/end', selection);
}

async function call<Reply>(address: string, body?: unknown): Promise<Reply> {
	const answer = await fetch(address, {
		method: body === undefined ? 'GET' : 'POST',
		headers: {
			authorization: `Bearer ${storedToken() ?? ''}`,
			...(body !== undefined && { 'content-type': 'application/json' }),
		},
		...(body !== undefined && { body: JSON.stringify(body) }),
		credentials: 'omit',
		cache: 'no-store',
	}).catch(() => {
		throw new CallFailed('The broker does not answer. Is it running?', 0);
	});
	const read = (await answer.json().catch(() => ({}))) as Reply & { readonly detail?: string };
	if (!answer.ok) throw new CallFailed(read.detail ?? `Status ${String(answer.status)}.`, answer.status);
	return read;
}
