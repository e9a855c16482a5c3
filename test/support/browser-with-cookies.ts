import { call, type Answer } from './http';

/** The cookies that a browser keeps. */
export class CookieJar {
	readonly #cookies = new Map<string, string>();

	keep({ headers }: Answer): void {
		for (const cookie of [headers['set-cookie'] ?? []].flat()) {
			const [, name = '', value = '', seconds] = /^([^=]+)=([^;]*).*Max-Age=(\d+)/.exec(cookie) ?? [];
			if (seconds === '0') this.#cookies.delete(name);
			else this.#cookies.set(name, value);
		}
	}

	get headers(): Record<string, string> {
		return { cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
	}

	get values(): readonly string[] {
		return [...this.#cookies.values()].flatMap((value) => value.split('.'));
	}
}

/** A browser that has confirmed at a broker. @param url the broker's @param code the session's */
export async function confirming(url: string, code: string) {
	const jar = new CookieJar();
	const confirmed = await call(url, 'POST', `/v1/connect/${code}/confirm`);
	jar.keep(confirmed);
	const send = async (method: string, address: string, body?: unknown) => {
		const answer = await call(url, method, address, {
			headers: jar.headers,
			...(body !== undefined && { body }),
		});
		jar.keep(answer);
		return answer;
	};
	return {
		jar,
		send,
		token: String(confirmed.body['connect_token']),
		authorize: `/v1/oauth/authorize/${code}`,
	};
}
