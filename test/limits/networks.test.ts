import { countedNetworks, widestNetwork } from '../../broker/limits/networks';

const names = (network: string) => countedNetworks(network).map((each) => each.network);

test.each([
	['192.0.2.1', ['192.0.2.1']],
	['unknown', ['unknown']],
	['2001:db8:1:2345::/64', ['2001:db8:1:2345::/64', '2001:db8:1:2300::/56', '2001:db8:1:0::/48']],
	['2001:db8::/64', ['2001:db8::/64', '2001:db8:0:0::/56', '2001:db8:0:0::/48']],
	['2001:0:0:12::/64', ['2001:0:0:12::/64', '2001:0:0:0::/56', '2001:0:0:0::/48']],
	['fe80::/64', ['fe80::/64', 'fe80:0:0:0::/56', 'fe80:0:0:0::/48']],
	['::/64', ['::/64', '0:0:0:0::/56', '0:0:0:0::/48']],
	['::ab12:0:0/64', ['::ab12:0:0/64', '0:0:0:0::/56', '0:0:0:0::/48']],
])('%s is counted as %j', (network, expected) => {
	expect(names(network)).toEqual(expected);
	expect(widestNetwork(network)).toBe(expected.at(-1));
});

test('a /56 may 4 times and a /48 16 times what a /64 may', () => {
	expect(countedNetworks('2001:db8:1:2345::/64').map(({ factor }) => factor)).toEqual([1, 4, 16]);
});
