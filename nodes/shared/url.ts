/** The URL that a text stands for, or undefined where it is none. `URL.parse` would do, but Node 20 lacks it. */
export function parseUrl(text: string, base?: string): URL | undefined {
	try {
		return new URL(text, base);
	} catch {
		return undefined;
	}
}
