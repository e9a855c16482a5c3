import { makeLink } from '../../protocol/long-link';
import { pathOf, readAddress } from '../../broker/page/address';

const read = (pathname: string, hash = '') => readAddress({ pathname, hash });

test.each([
	['/connect/ABCD-1234', 'ABCD-1234'],
	['/connect/abcd1234', 'ABCD-1234'],
	['/connect/abcd%201234', 'ABCD-1234'],
])('%s has the code %s', (pathname, code) => {
	expect(read(pathname).link).toEqual({ kind: 'link', link: code });
});

test('28 characters are a long link, in which case matters; one more or less is nothing', () => {
	const link = makeLink('ABCD-1234');
	expect(read(`/connect/${link}`).link).toEqual({ kind: 'link', link });
	expect(read(`/connect/${link}A`).link).toEqual({ kind: 'unreadable' });
	expect(read(`/connect/${link.slice(1)}`).link).toEqual({ kind: 'unreadable' });
});

test.each(['/connect', '/connect/'])('%s is the code entry', (pathname) => {
	expect(read(pathname).link).toEqual({ kind: 'entry' });
});

test.each(['/connect/ABCD', '/connect/what%zz', '/connect/ABCD-1234/more'])(
	'%s cannot be read',
	(pathname) => {
		expect(read(pathname).link).toEqual({ kind: 'unreadable' });
	},
);

test('the fragment is read as the fingerprint of a key', () => {
	expect(read('/connect').pin).toEqual({ kind: 'absent' });
	expect(read('/connect', '#k=AAAA').pin).toEqual({ kind: 'malformed' });
	const fingerprint = 'A'.repeat(43);
	expect(read('/connect', `#k=${fingerprint}`).pin).toMatchObject({ fingerprint });
});

test('the path of a code, and of the code entry', () => {
	expect(pathOf('ABCD-1234')).toBe('/connect/ABCD-1234');
	expect(pathOf()).toBe('/connect');
});
