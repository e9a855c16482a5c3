import type { ApiKey } from '../config/parsers';

/**
 * What a session remembers of the API key that created it: its name, or where it has none enough of its hash to
 * tell keys apart and too little to recognize one by.
 */
export function ownerOf(key: ApiKey): string {
	return key.name ?? `key-${key.hash.toString('hex').slice(0, 8)}`;
}
