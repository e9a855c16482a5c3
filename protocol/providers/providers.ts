import { COMMON_PROVIDERS } from './common-providers';
import { COMMUNICATION_PROVIDERS } from './communication-providers';
import { CUSTOMER_PROVIDERS } from './customer-providers';
import { DEVELOPER_PROVIDERS } from './developer-providers';
import { DEVICE_PROVIDERS } from './device-providers';
import { DOCUMENT_PROVIDERS } from './document-providers';
import { GAME_PROVIDERS } from './game-providers';
import { IDENTITY_PROVIDERS } from './identity-providers';
import { KNOWLEDGE_PROVIDERS } from './knowledge-providers';
import { MEDIA_PROVIDERS } from './media-providers';
import { MONEY_PROVIDERS } from './money-providers';
import type { Provider } from './provider';
import { SOCIAL_PROVIDERS } from './social-providers';
import { WORK_PROVIDERS } from './work-providers';

/** Every provider that is known, in the order in which they are shown: the most used first, the rest by name. */
export const PROVIDERS: readonly Provider[] = [
	...COMMON_PROVIDERS,
	...[
		...COMMUNICATION_PROVIDERS,
		...CUSTOMER_PROVIDERS,
		...DEVELOPER_PROVIDERS,
		...DEVICE_PROVIDERS,
		...DOCUMENT_PROVIDERS,
		...GAME_PROVIDERS,
		...IDENTITY_PROVIDERS,
		...KNOWLEDGE_PROVIDERS,
		...MEDIA_PROVIDERS,
		...MONEY_PROVIDERS,
		...SOCIAL_PROVIDERS,
		...WORK_PROVIDERS,
	].sort((one, other) => one.name.localeCompare(other.name, 'en')),
];

const BY_ID: ReadonlyMap<string, Provider> = new Map(PROVIDERS.map((provider) => [provider.id, provider]));

/** The provider with an id; undefined where none is known by it. */
export function providerOf(id: string): Provider | undefined {
	return BY_ID.get(id);
}
