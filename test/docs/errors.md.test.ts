import { ERROR_CODES } from '../../protocol/error-codes';
import { read } from './markdown';

test('has every code with its status, in the order of the source', () => {
	const rows = [...read('docs/errors.md').matchAll(/^\| `(\w+)` +\| (\d+) +\|/gm)];
	const actual = Object.entries(ERROR_CODES).map(([code, { status }]) => [code, String(status)]);
	expect(rows.map(([, code, status]) => [code, status])).toEqual(actual);
});
