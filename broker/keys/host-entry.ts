/** Whether a text is `host` or `host:port`, as settings and the API keys file name hosts that may be called back. */
export function isHostEntry(text: string): boolean {
	const url = URL.parse(`http://${text}`);
	return url?.pathname === '/' && url.username === '' && /^[A-Za-z0-9.:[\]_-]+$/.test(text);
}

/**
 * Whether a text is `host`, `host:port` or either behind `*.`, as settings and the API keys file name hosts that people
 * may sign in at. What stands behind `*.` has two labels at least: a whole top-level domain is nobody's.
 */
export function isHostPattern(text: string): boolean {
	if (!text.startsWith('*.')) return isHostEntry(text);
	const rest = text.slice(2);
	return isHostEntry(rest) && /^[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?::\d+)?$/.test(rest);
}
