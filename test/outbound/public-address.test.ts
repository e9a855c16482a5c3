import { isPublicAddress } from '../../broker/outbound/public-address';

test('addresses that are not addresses are not public', () => {
	for (const text of ['', 'x', '1.2.3', '::g', 'localhost']) expect(isPublicAddress(text)).toBe(false);
	expect(isPublicAddress('8.8.8.8')).toBe(true);
});
