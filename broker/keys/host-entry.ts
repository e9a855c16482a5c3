/** Whether a text is `host` or `host:port`, as settings and the API keys file name hosts that may be called back. */
export function isHostEntry(text: string): boolean {
	const url = URL.parse(`http://${text}`);
	return url?.pathname === '/' && url.username === '' && /^[A-Za-z0-9.:[\]_-]+$/.test(text);
}
