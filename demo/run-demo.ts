import { startEcho } from '../test/support/echo-server';
import { askAndUse, credentialFor } from './ask-and-use';
import { checkRun } from './checks';
import { Countdown } from './countdown';
import { startDemoBroker } from './demo-broker';
import { Engine } from '../n8n-engine/engine';
import { showIntroduction } from './introduction';
import { measureRounds, median } from './latency';
import { showArrival, showChecks, showDelivery, showLatency, showOtherEnd, showConclusion } from './report';
import { askPerson, type DemoContext } from './ask-person';
import type { Screen } from './screen';

/** Rounds that are measured. */
const ROUNDS = 20;

/** How the demo is run. */
export interface DemoOptions {
	/** The repository. */
	readonly root: string;
	readonly screen: Screen;
	/** Whether the demo plays the person. */
	readonly automatic: boolean;
	readonly environment: Readonly<Record<string, string | undefined>>;
	/** Aborts when the demo is to end early. */
	readonly stopped: AbortSignal;
}

/**
 * Runs the demo: a workflow asks, a person answers, a service is called, and everything in between is searched.
 * @returns whether everything held
 */
export async function runDemo(options: DemoOptions): Promise<boolean> {
	const countdown = new Countdown(options.screen);
	const engine = new Engine(options.root);
	const service = await startEcho();
	const broker = await startDemoBroker(options.root, options.environment, (line) => {
		countdown.follow(line);
	});
	const context: DemoContext = {
		...options,
		broker,
		service,
		engine,
		countdown,
		workflow: askAndUse(options.root, `${service.url}/orders`),
		credentials: credentialFor(broker.url),
	};
	try {
		showIntroduction(context);
		return await runAndCheck(context);
	} finally {
		countdown.stop();
		await Promise.all([broker.stop(), service.stop()]);
	}
}

async function runAndCheck(context: DemoContext): Promise<boolean> {
	const { screen, service, broker, automatic } = context;
	const { execution, entered, places: watched, receivedAt } = await askPerson(context);
	if (context.stopped.aborted) return false;
	const requests = [...service.received];
	const places = [
		...watched,
		{ name: 'the broker’s store', content: broker.records.join('\n') },
		{ name: 'the broker’s log', content: broker.log.join('') },
		{ name: 'the execution data', content: execution.stored },
	];
	const received = execution.output('Await Credential')[0]?.json;
	if (received === undefined && !automatic) return showOtherEnd(screen, execution, requests.length);

	const checks = checkRun({ status: execution.status, received, requests, entered, places });
	showDelivery(screen, received, requests);
	showChecks(screen, checks);
	if (automatic) {
		const times = await measureRounds(ROUNDS, { ...context, brokerUrl: broker.url });
		showLatency(screen, median(times), times);
	} else {
		showArrival(screen, receivedAt - broker.submittedAt());
	}
	showConclusion(screen, checks, execution);
	return checks.every(({ passed }) => passed);
}
