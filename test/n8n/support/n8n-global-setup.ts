import requireEverything from '../../support/global-setup';
import { prepareN8n } from './prepared-n8n';

/** Prepares the n8n that the suites copy. */
export default async function globalSetup(): Promise<void> {
	requireEverything();
	await prepareN8n();
}
