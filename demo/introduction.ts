import { readFileSync } from 'node:fs';
import path from 'node:path';
import { SIMULATED_BY } from './simulated-person';
import type { DemoContext } from './ask-person';

/** Says what is about to happen, and what takes part in it. */
export function showIntroduction({ root, screen, broker, service, automatic }: DemoContext): void {
	const core = path.join(root, 'n8n-engine/node_modules/n8n-core/package.json');
	const { version } = JSON.parse(readFileSync(core, 'utf8')) as { version: string };
	screen.heading('LinkAuth for n8n: a credential makes the round trip');
	screen.line('A workflow needs an API key. It asks a person for it, who enters it in a browser, and calls');
	screen.line('a service with it. Nothing in between holds it in the clear: at the end, that is checked.');
	screen.line();
	screen.table([
		['workflow', `workflows/ask-and-use.json, in n8n’s own engine (n8n-core ${version})`],
		['broker', `${broker.url}, store in memory, everything logged`],
		['service', `${service.url}, stands for whatever the key is for`],
		['person', automatic ? SIMULATED_BY : 'you'],
	]);
}
