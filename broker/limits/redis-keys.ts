/** The key in Redis: all limits share a hash tag, so that a cluster keeps them in one slot and one script takes them all. */
export function redisKey(key: string): string {
	return `linkauth::limit:{limits}:${key}`;
}
