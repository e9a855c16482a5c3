import { randomBytes } from 'node:crypto';
import type { EchoServer } from '../test/support/echo-server';
import { NODES, type Asked } from './ask-and-use';
import type { Countdown } from './countdown';
import type { DemoBroker } from './demo-broker';
import type { CredentialStore } from '../n8n-engine/credentials';
import type { Engine, Execution, WorkflowFile } from '../n8n-engine/engine';
import type { Place } from './leaks';
import { simulatePerson } from './simulated-person';
import type { Screen } from './screen';

/** Everything that a run of the demo uses. */
export interface DemoContext {
	readonly root: string;
	readonly screen: Screen;
	readonly automatic: boolean;
	readonly stopped: AbortSignal;
	readonly broker: DemoBroker;
	readonly service: EchoServer;
	readonly engine: Engine;
	readonly countdown: Countdown;
	readonly workflow: WorkflowFile;
	readonly credentials: CredentialStore;
}

/** How the run that asked a person ended. */
export interface AskedRun {
	readonly execution: Execution;
	/** The secret, where the demo itself entered it. */
	readonly entered: string | undefined;
	/** What could be watched of the person's side. */
	readonly places: readonly Place[];
	/** Milliseconds since the epoch at which Await Credential was done. */
	readonly receivedAt: number;
}

/**
 * Runs the workflow, shows its message, and waits until the person has answered or the demo is stopped.
 * @throws where the simulated person failed
 */
export async function askPerson(context: DemoContext): Promise<AskedRun> {
	const { engine, workflow, credentials, countdown, stopped } = context;
	const entered = context.automatic ? makeSecret() : undefined;
	let act: Promise<readonly Place[]> | undefined;
	let receivedAt = NaN;
	const running = engine.start(workflow, {
		credentials,
		onNode: (name, task) => {
			if (name === NODES.await) {
				receivedAt = Date.now();
				countdown.stop();
			}
			const asked = task.data?.['main']?.[0]?.[0]?.json;
			if (name === NODES.request && asked) act = answer(context, asked as unknown as Asked, entered);
			act?.catch(cancel);
		},
	});
	const cancel = () => {
		running.cancel();
	};
	stopped.addEventListener('abort', cancel, { once: true });
	const execution = await running.finished;
	return { execution, entered, places: (await act) ?? [], receivedAt };
}

async function answer(
	context: DemoContext,
	asked: Asked,
	entered: string | undefined,
): Promise<readonly Place[]> {
	const { screen, countdown, broker } = context;
	screen.heading('The workflow’s message');
	const message = asked.message
		.replaceAll(asked.url, screen.style('cyan', asked.url))
		.replaceAll(` ${asked.code}`, ` ${screen.style('bold', asked.code)}`);
	screen.line(message.replace(/^/gm, '  '));
	screen.line();
	await screen.qrCode(asked.url);
	if (entered === undefined) showInstructions(screen, asked);
	countdown.start(Date.parse(asked.expiresAt), 'waiting for the link to be opened');
	return entered === undefined ? [] : await simulatePerson(asked, broker.url, entered);
}

function showInstructions(screen: Screen, { url }: Asked): void {
	if (new URL(url).hostname === 'localhost') {
		screen.line(
			screen.style(
				'dim',
				'  A phone reaches it once the broker has an address of its own, such as a tunnel to port 8080:',
			),
		);
		screen.line(screen.style('dim', '  LINKAUTH_PORT=8080 LINKAUTH_BASE_URL=https://… npm run demo'));
		screen.line();
	}
	screen.line('  Open the link and enter a made-up key of at least 8 characters. Ctrl-C ends the demo.');
	screen.line();
}

/** A key like none before, with characters that look different in every encoding. */
function makeSecret(): string {
	return `sk-demo-"/+&%\\=${randomBytes(12).toString('base64url')}`;
}
