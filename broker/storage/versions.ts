import { randomBytes } from 'node:crypto';

/**
 * Makes versions of records: each call gives another one, in this process and in all others. Of letters, digits, `-` and
 * `_`, so that it is the same in JSON.
 */
export function createVersions(): () => string {
	const process = randomBytes(8).toString('base64url');
	let count = 0;
	return () => {
		count += 1;
		return `${process}-${count.toString(36)}`;
	};
}
