import type { IDataObject } from 'n8n-workflow';

/** Who owns every n8n of the tests. */
const OWNER = {
	email: 'owner@example.com',
	firstName: 'Test',
	lastName: 'Owner',
	password: 'Correct-horse-1',
} as const;

/**
 * n8n's own interface, the one that its editor uses, as the owner. Everything that n8n's public interface can do is
 * done there instead: {@link N8nApi}.
 */
export class N8nSession {
	#cookie = '';

	/** @param url of n8n, without a trailing slash */
	constructor(private readonly url: string) {}

	/** Makes the owner of a fresh n8n, and logs in. */
	async setUp(): Promise<void> {
		await this.call('POST', '/owner/setup', OWNER);
	}

	async logIn(): Promise<void> {
		const { email, password } = OWNER;
		await this.call('POST', '/login', { emailOrLdapLoginId: email, email, password });
	}

	/** The cookie that a browser needs to be the owner: name and value. */
	get cookie(): { readonly name: string; readonly value: string } {
		const [name = '', value = ''] = this.#cookie.split('=');
		return { name, value };
	}

	/** A key for n8n's public interface that may do everything. */
	async makeApiKey(): Promise<string> {
		const scopes = (await this.call('GET', '/api-keys/scopes')) as readonly string[];
		const made = await this.call('POST', '/api-keys', { label: 'tests', expiresAt: null, scopes });
		return (made as { readonly rawApiKey: string }).rawApiKey;
	}

	/** Saves a credential as the editor does. @returns its id */
	async createCredential(type: string, name: string, data: IDataObject): Promise<string> {
		const made = await this.call('POST', '/credentials', { type, name, data });
		return (made as { readonly id: string }).id;
	}

	/** Calls `/rest…` and gives what is under `data`. @throws where n8n refuses */
	async call(method: string, path: string, body?: unknown): Promise<unknown> {
		const response = await fetch(`${this.url}/rest${path}`, {
			method,
			headers: {
				'content-type': 'application/json',
				'browser-id': 'tests',
				...(this.#cookie !== '' && { cookie: this.#cookie }),
			},
			...(body !== undefined && { body: JSON.stringify(body) }),
		});
		const text = await response.text();
		if (!response.ok) throw new Error(`${method} ${path}: ${String(response.status)} ${text}`);
		const auth = response.headers.getSetCookie().find((cookie) => cookie.startsWith('n8n-auth='));
		if (auth !== undefined) this.#cookie = auth.split(';')[0] ?? '';
		return text === '' ? undefined : (JSON.parse(text) as { readonly data: unknown }).data;
	}
}
