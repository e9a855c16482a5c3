/** Left-to-right, right-to-left and Arabic letter marks, soft hyphen, byte order mark: invisible and harmless. */
const REMOVED = /[\u200E\u200F\u061C\u00AD\uFEFF]/gu;
/** White space of every kind, line and paragraph separators included. */
const SPACE = /[\s\u0085\u2028\u2029]+/gu;

/** An emoji with what is invisible in it (UTS #51): variation selectors, joiners to the next one, a flag's tags. */
const EMOJI_PART = String.raw`\p{Extended_Pictographic}[\uFE0E\uFE0F]?\p{Emoji_Modifier}?`;
const EMOJI = String.raw`\p{RGI_Emoji_Tag_Sequence}|\p{Emoji_Keycap_Sequence}|${EMOJI_PART}(?:\u200D${EMOJI_PART})*`;

/** Scripts that are written with zero-width joiners and non-joiners: cursive ones, and those of India and its neighbours. */
const JOINING_SCRIPTS = [
	...['Arab', 'Syrc', 'Mand', 'Mong', 'Nkoo', 'Adlm', 'Rohg', 'Phag'],
	...['Deva', 'Beng', 'Guru', 'Gujr', 'Orya', 'Taml', 'Telu', 'Knda', 'Mlym', 'Sinh', 'Newa', 'Mtei', 'Cakm'],
	...['Khmr', 'Mymr', 'Tibt', 'Thai', 'Laoo', 'Java', 'Bali', 'Sund', 'Lana'],
]
	.map((script) => String.raw`\p{scx=${script}}`)
	.join('');
/** One invisible character behind a letter whose form it chooses: a joiner, or a variation selector. */
const FORM_OF_LETTER = [
	String.raw`(?<=[[${JOINING_SCRIPTS}]&&[\p{L}\p{M}]])[\u200C\u200D]`,
	String.raw`(?<=\p{Script=Han})[\uFE00-\uFE02\u{E0100}-\u{E01EF}]`,
	String.raw`(?<=[\p{Script=Mongolian}&&\p{L}])[\u180B-\u180F]`,
].join('|');

/** Format characters that are seen: the signs that Arabic, Syriac and Kaithi write around numbers and names. */
const VISIBLE_FORMAT = String.raw`\u0600-\u0605\u06DD\u070F\u0890\u0891\u08E2\u{110BD}\u{110CD}`;
/** Blank, although no property says so: braille, musical, hieroglyphic and Khitan fillers, the object placeholder. */
const BLANK = String.raw`\u2800\u{1D159}\u{13441}\u{13442}\u{16FE4}\uFFFC`;
/**
 * Controls, formats (directional embeddings, overrides and isolates among them), surrogates, private and unassigned
 * characters; fillers, variation selectors, tags and whatever else is drawn as nothing.
 */
const INVISIBLE = String.raw`[[\p{C}\p{Default_Ignorable_Code_Point}${BLANK}]--[${VISIBLE_FORMAT}]]`;
const KEPT_OR_INVISIBLE = new RegExp(`(${EMOJI}|${FORM_OF_LETTER})|${INVISIBLE}`, 'gv');

const MARK = String.raw`[\p{Mn}\p{Me}]`;
/**
 * Marks above and below a letter, more than a language writes: stacked, they cover the lines around. Three, such as
 * Arabic's, Thai's and Vietnamese's; five in scripts that stack letters or accents.
 */
const SURPLUS_MARKS = new RegExp(
	[
		String.raw`(?<=${MARK}{3})[${MARK}--[\p{scx=Hebr}\p{scx=Mymr}\p{scx=Tibt}]]+`,
		String.raw`(?<=${MARK}{5})${MARK}+`,
	].join('|'),
	'gv',
);
/** A mark with no letter in front of it would be drawn on what stands before the text. */
const LEADING_MARK = /^(?=\p{M})/u;

/**
 * Sanitizes untrusted text for display: one line, without characters that hide, reorder or imitate others; each of
 * them becomes U+FFFD. What real text needs stays: joined emoji, Persian and Indic joiners, accents. To be inserted as
 * text only, never as markup.
 */
export function visibleText(text: string): string {
	const shown = text
		.replace(SPACE, ' ')
		.replace(REMOVED, '')
		.replace(KEPT_OR_INVISIBLE, (_, kept: string | undefined) => kept ?? '\uFFFD')
		.replace(SURPLUS_MARKS, '\uFFFD')
		.trim()
		.replace(LEADING_MARK, '\u25CC');
	return shown === '' && text !== '' ? '\uFFFD' : shown;
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
