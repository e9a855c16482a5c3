import { discover } from '../../protocol/oauth/discovery';
import { OAuthError } from '../../protocol/oauth/oauth-error';
import type { Fetch, OAuthApp } from '../../protocol/oauth/oauth-types';
import type { Provider } from '../../protocol/providers/provider';

/** A client that the operator has registered at a provider for the broker itself. */
export interface BrokerClient {
	/** The provider's id, as agents ask for it. */
	readonly id: string;
	readonly clientId: string;
	/** Left out of a public client. */
	readonly clientSecret?: string;
	/** The provider, where its addresses are known. */
	readonly provider?: Provider;
	/** Otherwise: who says which they are. */
	readonly issuer?: string;
	/** What is known of the provider of this name. */
	readonly row?: Provider;
}

/** What the clients work with. */
export interface BrokerClientOptions {
	readonly clients: readonly BrokerClient[];
	readonly fetch: Fetch;
	/** Milliseconds after which a provider that did not describe itself is asked again. */
	readonly retryDelay: number;
	/** Called each time one does not. */
	readonly onFault: (id: string, reason: string) => void;
}

/**
 * The broker's own clients at providers, for agents that have none: it redeems codes for them. Providers that are known by
 * their issuer alone are asked what their addresses are, until they say so.
 */
export class BrokerClients {
	readonly #apps = new Map<string, OAuthApp>();
	readonly #timers = new Set<NodeJS.Timeout>();
	#closed = false;

	constructor(private readonly options: BrokerClientOptions) {
		for (const client of options.clients) {
			if (client.provider) this.#offer(client, client.provider);
			else if (client.issuer !== undefined) void this.#discover(client, client.issuer);
		}
	}

	/** The app for a provider; undefined where there is none, or where its provider has not described itself yet. */
	find(id: string): OAuthApp | undefined {
		return this.#apps.get(id);
	}

	/** Whether the operator has a client for this provider, also where that one cannot be used yet. */
	has(id: string): boolean {
		return this.options.clients.some((client) => client.id === id);
	}

	/** What can be asked for, in the order in which it is configured. */
	get offers(): readonly Provider[] {
		return this.options.clients.flatMap(({ id }) => this.#apps.get(id)?.provider ?? []);
	}

	close(): void {
		this.#closed = true;
		for (const timer of this.#timers) clearTimeout(timer);
	}

	#offer({ id, clientId, clientSecret }: BrokerClient, provider: Provider): void {
		const secret = clientSecret !== undefined && { clientSecret };
		this.#apps.set(id, { provider: { ...provider, id }, clientId, ...secret });
	}

	async #discover(client: BrokerClient, issuer: string): Promise<void> {
		const { fetch, retryDelay, onFault } = this.options;
		try {
			this.#offer(client, likeItsRow(await discover(issuer, fetch), client.row));
		} catch (error) {
			if (this.#closed) return;
			onFault(client.id, error instanceof OAuthError ? error.message : 'it could not be asked');
			const timer = setTimeout(() => {
				this.#timers.delete(timer);
				void this.#discover(client, issuer);
			}, retryDelay);
			this.#timers.add(timer.unref());
		}
	}
}

/** What a provider says of its addresses, and what is known of it besides. */
function likeItsRow(described: Provider, row: Provider | undefined): Provider {
	if (!row) return described;
	const { authorizationEndpoint, tokenEndpoint, issuer, statesIssuer } = described;
	const own: { -readonly [Name in keyof Provider]: Provider[Name] } = {
		...row,
		authorizationEndpoint,
		tokenEndpoint,
	};
	// Those of the row are for its own addresses.
	delete own.issuer;
	delete own.placeholders;
	delete own.statesIssuer;
	return { ...own, ...(issuer !== undefined && { issuer }), ...(statesIssuer && { statesIssuer }) };
}
