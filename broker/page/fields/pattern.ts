import { patternCost } from './pattern-cost';

/** Steps that take well under 100 ms on a slow phone. */
export const AFFORDABLE_STEPS = 1_000_000;

/**
 * Whether a value matches a field's pattern as HTML's `pattern` attribute would have it: the whole value, `v`
 * flag, an invalid pattern ignored. One that could hang the page on this value is ignored too: the pattern
 * helps the person who types and is no protection.
 */
export function matchesPattern(pattern: string, value: string): boolean {
	if (patternCost(pattern, value.length) > AFFORDABLE_STEPS) return true;
	return compile(pattern)?.test(value) ?? true;
}

function compile(pattern: string): RegExp | undefined {
	try {
		// By itself first, as HTML asks: `a)|(b` is only valid inside the brackets that follow.
		new RegExp(pattern, 'v');
		return new RegExp(`^(?:${pattern})$`, 'v');
	} catch {
		return undefined;
	}
}
