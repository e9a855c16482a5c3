import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** Content codings that files are sent in (RFC 9110 section 8.4.1), the smallest first, by the ends of their names. */
export const CODINGS = { br: '.br', gzip: '.gz' } as const;

/** One of {@link CODINGS}. */
export type Coding = keyof typeof CODINGS;

/** A coding of Accept-Encoding, and its weight; whatever reads otherwise is passed over. */
const WEIGHTED = /^([^\s;]+)(?:\s*;\s*q=([01](?:\.\d{0,3})?))?$/i;

/**
 * Compresses a file as far as it goes, which takes too long to be done for each request. The same bytes give the same
 * bytes.
 * @returns by coding, those alone that are smaller than the file
 */
export async function compress(content: Uint8Array): Promise<ReadonlyMap<Coding, Buffer>> {
	const [br, gz] = await Promise.all([
		promisify(brotliCompress)(content, {
			params: {
				[constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
				[constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
				[constants.BROTLI_PARAM_SIZE_HINT]: content.length,
			},
		}),
		promisify(gzip)(content, { level: constants.Z_BEST_COMPRESSION }),
	]);
	const coded: [Coding, Buffer][] = [
		['br', br],
		['gzip', gz],
	];
	return new Map(coded.filter(([, { length }]) => length < content.length));
}

/**
 * Chooses how a file is sent (RFC 9110 section 12.5.3): in the coding with the highest weight, and of equal ones in
 * the smallest.
 * @param accepted the request's Accept-Encoding, or an empty text
 * @param available the codings that there are
 * @returns undefined for the file as it is. That is also the answer where everything is refused, `identity` too: the
 *   header may be disregarded then (section 12.1), and a person whose program asks for that still gets a page.
 */
export function chooseCoding(accepted: string, available: Iterable<Coding>): Coding | undefined {
	const weights = weightsIn(accepted);
	const weightOf = (coding: Coding) => weights.get(coding) ?? weights.get('*') ?? 0;
	const [best] = [...available].sort((one, other) => weightOf(other) - weightOf(one));
	if (best === undefined || weightOf(best) === 0) return undefined;
	return weightOf(best) < (weights.get('identity') ?? 0) ? undefined : best;
}

function weightsIn(accepted: string): ReadonlyMap<string, number> {
	return new Map(
		accepted.split(',').flatMap((member) => {
			const [, coding, weight = '1'] = WEIGHTED.exec(member.trim()) ?? [];
			return coding === undefined ? [] : [[coding.toLowerCase(), Number(weight)] as const];
		}),
	);
}
