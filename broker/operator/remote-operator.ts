import {
	Refused,
	type Ended,
	type Filter,
	type KeyList,
	type Operator,
	type Selection,
	type SessionList,
	type SessionRow,
} from './operator';

/** Milliseconds for an answer: ending tens of thousands of sessions takes some seconds. */
const TIMEOUT = 120_000;

/** Asks a broker at its operator's port. */
export class RemoteOperator implements Operator {
	/** @param url of the port @param token of that broker */
	constructor(
		private readonly url: string,
		private readonly token: string,
	) {}

	list({ key, state, limit }: Filter): Promise<SessionList> {
		const query = new URLSearchParams({
			...(key !== undefined && { key }),
			...(state !== undefined && { state }),
			limit: String(limit),
		});
		return this.#call<SessionList>(`/api/sessions?${query.toString()}`);
	}

	show(id: string): Promise<SessionRow> {
		return this.#call<SessionRow>(`/api/sessions/${encodeURIComponent(id)}`);
	}

	end(selection: Selection): Promise<Ended> {
		return this.#call<Ended>('/api/end', selection);
	}

	keys(): Promise<KeyList> {
		return this.#call<KeyList>('/api/keys');
	}

	close(): Promise<void> {
		return Promise.resolve();
	}

	/** @throws Refused */
	async #call<Reply>(address: string, body?: unknown): Promise<Reply> {
		const answer = await fetch(this.url + address, {
			method: body === undefined ? 'GET' : 'POST',
			headers: {
				authorization: `Bearer ${this.token}`,
				...(body !== undefined && { 'content-type': 'application/json' }),
			},
			...(body !== undefined && { body: JSON.stringify(body) }),
			redirect: 'error',
			signal: AbortSignal.timeout(TIMEOUT),
		}).catch((cause: unknown) => {
			throw new Refused(
				`No broker answers at ${this.url}: ${reasonOf(cause)}. Set LINKAUTH_OPERATOR_PORT and LINKAUTH_OPERATOR_TOKEN for it, and give its address with --url.`,
				502,
			);
		});
		const text = await answer.text();
		const read = parse(text);
		if (answer.ok && read !== undefined) return read as Reply;
		const { detail } = (read ?? {}) as { readonly detail?: unknown };
		if (typeof detail === 'string') throw new Refused(detail, 502);
		throw new Refused(
			`What answers at ${this.url} is not the operator’s port of a broker (status ${String(answer.status)}).`,
			502,
		);
	}
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

/** `connect ECONNREFUSED 127.0.0.1:9465` */
function reasonOf(error: unknown): string {
	const { cause, message } = error instanceof Error ? error : { cause: undefined, message: 'unknown' };
	const inner = cause instanceof AggregateError ? (cause.errors[0] as unknown) : cause;
	return inner instanceof Error ? inner.message : message;
}
