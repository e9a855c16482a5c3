import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { cleanup } from './cleanup';
import { freePort } from './free-port';
import { inRepository } from './repository';

/** A client that is registered there. */
interface RegisteredClient {
	readonly id: string;
	/** Left out of a public client. */
	readonly secret?: string;
	readonly redirectUris: readonly string[];
	/** How it shows its secret; `client_secret_basic` where left out. */
	readonly authentication?: 'client_secret_basic' | 'client_secret_post';
}

/** What a provider is like. */
export interface OpenIdProviderOptions {
	readonly clients: readonly RegisteredClient[];
	/** Whether each refresh brings a new refresh token, after which the old one and its grant are worth nothing. */
	readonly rotating?: boolean;
	/** Seconds for which an access token is good. */
	readonly accessTokenSeconds?: number;
}

/** A real OpenID provider, whose answers state `iss` (RFC 9207). */
export interface OpenIdProvider {
	/** Its issuer identifier and address, `http://localhost:PORT`, without a trailing slash. */
	readonly issuer: string;
	/**
	 * Signs in and consents as a person would, by plain HTTP calls, and gives the address that the browser is sent to.
	 * @param address of the authorization request
	 * @param options.login who signs in; any password is right
	 */
	signIn(address: string, options?: { readonly login?: string }): Promise<URL>;
	stop(): Promise<void>;
}

/** Starts a provider of a process of its own on a free port; it is stopped when the test, or the file, has ended. */
export async function startOpenIdProvider(options: OpenIdProviderOptions): Promise<OpenIdProvider> {
	const port = await freePort();
	const { clients, rotating = false, accessTokenSeconds = 3_600 } = options;
	const settings = JSON.stringify({ port, clients, rotating, accessTokenSeconds });
	const program = inRepository('test/support/openid-provider-program.mjs');
	const child = spawn(process.execPath, ['--no-warnings', program, settings], {
		env: { PATH: process.env['PATH'] },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const stop = async () => {
		if (child.exitCode !== null || child.signalCode !== null) return;
		const ended = once(child, 'close');
		child.kill();
		await ended;
	};
	cleanup(child, stop);
	const said: string[] = [];
	child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()));
	await new Promise<void>((resolve, reject) => {
		createInterface(child.stdout).on('line', (line) => {
			said.push(line);
			if (line.startsWith('listening')) resolve();
		});
		child.once('exit', (code) => {
			reject(new Error(`the provider ended with ${String(code)}:\n${said.join('\n')}`));
		});
	});
	const issuer = `http://localhost:${String(port)}`;
	return { issuer, stop, signIn: (address, { login = 'alice' } = {}) => signIn(issuer, address, login) };
}

/** Follows the provider's redirects and fills in its pages, until it sends the browser elsewhere. */
async function signIn(issuer: string, address: string, login: string): Promise<URL> {
	const cookies = new Map<string, string>();
	const forms: Readonly<Record<string, string>>[] = [
		{ prompt: 'login', login, password: 'any' },
		{ prompt: 'consent' },
	];
	let next = new URL(address);
	for (let steps = 0; steps < 20; steps += 1) {
		if (next.origin !== issuer) return next;
		const form = next.pathname.startsWith('/interaction/') ? forms.shift() : undefined;
		const response = await fetch(next, {
			redirect: 'manual',
			headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
			...(form && { method: 'POST', body: new URLSearchParams(form) }),
		});
		for (const cookie of response.headers.getSetCookie()) {
			const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
			if (value === '') cookies.delete(name);
			else cookies.set(name, value);
		}
		const location = response.headers.get('location');
		if (location === null) {
			throw new Error(`the provider went no further: ${String(response.status)} ${await response.text()}`);
		}
		next = new URL(location, next);
	}
	throw new Error('the provider redirects without end');
}
