import { COMMON_PROVIDERS } from './common-providers';
import type { Provider } from './provider';

/** Every provider that is known, in the order in which they are shown. */
export const PROVIDERS: readonly Provider[] = [...COMMON_PROVIDERS];

const BY_ID: ReadonlyMap<string, Provider> = new Map(PROVIDERS.map((provider) => [provider.id, provider]));

/** The provider with an id; undefined where none is known by it. */
export function providerOf(id: string): Provider | undefined {
	return BY_ID.get(id);
}
