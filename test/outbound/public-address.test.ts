import { isPublicAddress, networkOf } from '../../broker/outbound/public-address';

test('addresses that are not addresses are not public', () => {
	for (const text of ['', 'x', '1.2.3', '::g', 'localhost']) expect(isPublicAddress(text)).toBe(false);
	expect(isPublicAddress('8.8.8.8')).toBe(true);
});

test.each([
	['203.0.113.7', '203.0.113.7'],
	['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
	['2001:0DB8:1:2::9', '2001:db8:1:2::/64'],
])('%s is counted as %s', (address, network) => {
	expect(networkOf(address)).toBe(network);
});
