/** A network that a call comes from, and how much more it may than the narrowest. */
export interface CountedNetwork {
	readonly network: string;
	readonly factor: number;
}

/** How many networks of IPv6 are remembered; each costs some 300 bytes. */
const REMEMBERED = 10_000;
/** A subscriber often has a /56 and a small company a /48: what a /64 may, they may 4 and 16 times. */
const WIDER = [
	{ bits: 56, factor: 4 },
	{ bits: 48, factor: 16 },
] as const;

const remembered = new Map<string, readonly CountedNetwork[]>();

/**
 * The networks that a call counts for: an IPv4 address alone; a /64 of IPv6 with its /56 and its /48, because whoever has
 * a /48 has 65,536 of them.
 * @param network an IPv4 address, or an IPv6 network as `2001:db8::/64`
 */
export function countedNetworks(network: string): readonly CountedNetwork[] {
	if (!network.includes(':')) return [{ network, factor: 1 }];
	const known = remembered.get(network);
	if (known) return known;
	if (remembered.size >= REMEMBERED) remembered.clear();
	const groups = firstGroups(network);
	const wider = WIDER.map(({ bits, factor }) => ({ network: prefix(groups, bits), factor }));
	const counted = [{ network, factor: 1 }, ...wider];
	remembered.set(network, counted);
	return counted;
}

/** The widest of {@link countedNetworks}: for what one subscriber shares however many networks it has. */
export function widestNetwork(network: string): string {
	return countedNetworks(network).at(-1)?.network ?? network;
}

/** The first four groups of an IPv6 network; `::` stands for as many zeros as are missing. */
function firstGroups(network: string): readonly number[] {
	const [address = ''] = network.split('/');
	const [before = [], after = []] = address
		.split('::')
		.map((half) => half.split(':').filter((text) => text !== ''));
	const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
	return [...before, ...zeros, ...after].slice(0, 4).map((group) => Number.parseInt(group, 16));
}

function prefix([first = 0, second = 0, third = 0, fourth = 0]: readonly number[], bits: 48 | 56): string {
	const kept = bits === 48 ? 0 : fourth & 0xff00;
	return `${[first, second, third, kept].map((group) => group.toString(16)).join(':')}::/${String(bits)}`;
}
