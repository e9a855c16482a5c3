/** Left-to-right, right-to-left and Arabic letter marks, soft hyphen, byte order mark: invisible and harmless. */
const REMOVED = /[\u200E\u200F\u061C\u00AD\uFEFF]/gu;
/** White space of every kind, line and paragraph separators included. */
const SPACE = /[\s\u0085\u2028\u2029]+/gu;
/**
 * Controls (C0, C1) and lone surrogates, zero-width space, directional embeddings, overrides and isolates,
 * invisible operators, blank fillers, interlinear annotation, tag characters. The zero-width joiners stay:
 * Persian, Indic scripts and emoji are written with them.
 */
const REPLACED =
	/[\p{Cc}\p{Cs}\u200B\u202A-\u202E\u2060-\u206F\u180E\u115F\u1160\u3164\uFFA0\uFFF9-\uFFFB\u{E0000}-\u{E00FF}]/gu;

/**
 * Sanitizes untrusted text for display: one line, without characters that hide, reorder or imitate others; each of
 * them becomes U+FFFD. To be inserted as text only, never as markup.
 */
export function visibleText(text: string): string {
	return text.replace(SPACE, ' ').replace(REMOVED, '').replace(REPLACED, '\uFFFD').trim();
}

/**
 * Sanitizes a host name for display. One that is not ASCII is followed by its A-label form (RFC 5891), because some
 * letters look like others.
 */
export function visibleHost(host: string): string {
	const shown = visibleText(host);
	if (/^[\x20-\x7e]*$/.test(shown) || !URL.canParse(`https://${host}`)) return shown;
	return `${shown} (${new URL(`https://${host}`).host})`;
}
