import type { INode } from 'n8n-workflow';
import { readdirSync, readFileSync, statSync } from 'node:fs';

import { textOf } from '../../nodes/shared/text-of';
import type { WorkflowFile } from '../../n8n-engine/engine';
import { startBroker, type RunningBroker } from '../support/broker';
import { describeInChromium, launchChromium } from '../support/chromium';
import { startEcho, type EchoServer } from '../support/echo-server';
import { json, runWithPeople, type People, text } from '../support/n8n-run';
import { linkAuthCredential } from '../support/n8n-workflow';
import { person } from '../support/person';
import { inRepository } from '../support/repository';

const SECRET = 'sk-live-4f9c1d7e8a2b6503';
let broker: RunningBroker;
let echo: EchoServer;

beforeAll(async () => {
	[broker, echo] = await Promise.all([startBroker(), startEcho()]);
});

/** An example as its user would have completed it: with a credential, and the address of a service. */
function example(file: string): WorkflowFile {
	const text = readFileSync(inRepository('workflows', file), 'utf8');
	const workflow = JSON.parse(text) as WorkflowFile;
	for (const node of workflow.nodes) {
		if (node.credentials !== undefined)
			node.credentials = { linkAuthApi: { id: 'linkauth', name: 'LinkAuth account' } };
		if (node.type === 'n8n-nodes-base.httpRequest') node.parameters['url'] = echo.url;
		if (node.type === 'n8n-nodes-linkauth.requestCredential') node.parameters['allowedHosts'] = '127.0.0.1';
	}
	return workflow;
}

async function runs(people: People) {
	const workflow = example('ask-and-use.json');
	const execution = await runWithPeople(workflow, { credentials: linkAuthCredential(broker.url) }, people);
	expect(execution.error).toBeUndefined();
	return execution;
}

const FILES = readdirSync(inRepository('workflows'));
const STICKY_NOTE = 'n8n-nodes-base.stickyNote';
/** What n8n's editor calls the first credential of each type, by which it finds those of an imported workflow. */
const NAMES: Readonly<Record<string, string>> = {
	linkAuthApi: 'LinkAuth account',
	linkAuthOAuthAppApi: 'LinkAuth OAuth App account',
	smtp: 'SMTP account',
	n8nApi: 'n8n account',
	// The one that the workflow makes itself.
	httpHeaderAuth: 'ACME team key',
};
/** The service that what a workflow asks for goes to, by the kind of credential: where people sign in, it is a real one. */
const serviceOf = (template: unknown): string =>
	template === 'signIn' ? 'www.googleapis.com' : 'api.example.com';

describe.each(FILES)('%s', (file) => {
	const source = readFileSync(inRepository('workflows', file), 'utf8');
	const { nodes, ...workflow } = JSON.parse(source) as WorkflowFile & { readonly id: string };

	it('has a note that explains it, and says how to try it and what to replace', () => {
		const notes = nodes
			.filter(({ type }) => type === STICKY_NOTE)
			.map(({ parameters }) => textOf(parameters['content']));
		expect(notes.join('\n')).toMatch(/^## .+[^]*\*\*Try it\*\*[^]*\*\*Make it yours\*\*/);
	});

	it('has no note that covers a node', () => {
		const covered = nodes
			.filter(({ type }) => type === STICKY_NOTE)
			.flatMap((note) => nodes.filter((node) => node !== note && overlap(boxOf(note), boxOf(node))));
		expect(covered.map(({ name }) => name)).toEqual([]);
	});

	it('asks for credentials by the names that n8n gives them', () => {
		const named = nodes.flatMap(({ credentials }) => Object.entries(credentials ?? {}));
		expect(named.length).toBeGreaterThan(1);
		for (const [type, { id, name }] of named) expect([type, id, name]).toEqual([type, null, NAMES[type]]);
	});

	it('asks only for keys that can go nowhere but to its own service', () => {
		const requests = nodes.filter(({ type }) => type.includes('requestCredential'));
		expect(requests).not.toEqual([]);
		for (const { parameters } of requests) {
			expect(parameters['allowedHosts']).toBe(serviceOf(parameters['template']));
		}
	});

	it('brings nothing of the n8n that it comes from', () => {
		// Without an id, n8n 2 does not import a single file on the command line.
		expect(workflow.id).toBe(`linkauth-${file.replace('.json', '')}`);
		expect(Object.keys(workflow).sort()).toEqual(['connections', 'id', 'name', 'pinData', 'settings']);
		const hosts = [...source.matchAll(/https?:\/\/([^/"]+)/g)].map(([, host]) => host);
		const services = new Set(nodes.map(({ parameters }) => serviceOf(parameters['template'])));
		const own = (host = '') => host.endsWith('example.com') || services.has(host);
		expect(hosts.filter((host) => !own(host))).toEqual([]);
	});

	it('is in the documentation, with its picture', () => {
		const documentation = readFileSync(inRepository('docs/workflows.md'), 'utf8');
		const picture = `images/workflows/${file.replace('.json', '.png')}`;
		expect(documentation).toContain(`[${file}](../workflows/${file})`);
		expect(documentation).toContain(`](${picture})`);
		expect(statSync(inRepository('docs', picture)).size).toBeLessThan(250_000);
	});
});

interface Box {
	readonly left: number;
	readonly top: number;
	readonly right: number;
	readonly bottom: number;
}

/** What a node takes up on the canvas, with its name below it. */
function boxOf({ type, position: [left, top], parameters }: INode): Box {
	if (type === STICKY_NOTE) {
		return {
			left,
			top,
			right: left + Number(parameters['width']),
			bottom: top + Number(parameters['height']),
		};
	}
	return { left, top, right: left + (type.endsWith('.agent') ? 256 : 96), bottom: top + 150 };
}

function overlap(one: Box, other: Box): boolean {
	return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

describe('ask-and-use.json', () => {
	it('asks, tells the person, waits, and uses what they gave', async () => {
		const execution = await runs(({ code }) => person.give(broker.url, code, { api_key: SECRET }));
		expect(text(execution, 'Send the Message', 'text')).toContain('Please connect ACME');
		expect(echo.received.at(-1)?.headers.authorization).toBe(`Bearer ${SECRET}`);
		expect(execution.stored).not.toContain(SECRET);
	});

	it('has a way on where the person declines', async () => {
		const execution = await runs(({ code }) => person.deny(broker.url, code));
		expect(json(execution, 'Declined')).toHaveLength(1);
		expect(json(execution, 'Use the Credential')).toEqual([]);
	});
});

describeInChromium('ask-and-use.json, with a person in a browser', () => {
	it('carries what is typed into the page to the service, and leaves it nowhere in the execution data', async () => {
		const browser = await launchChromium();
		const execution = await runs(async ({ url, code }) => {
			const page = await browser.newPage();
			await page.goto(url);
			await page.getByText(code).first().waitFor();
			await page.getByRole('button', { name: 'Yes, it matches' }).click();
			await page.getByLabel('API key').fill(SECRET);
			await page.getByRole('button', { name: /send|connect/i }).click();
		});
		expect(echo.received.at(-1)?.headers.authorization).toBe(`Bearer ${SECRET}`);
		expect(execution.stored).not.toContain(SECRET);
	}, 60_000);
});
