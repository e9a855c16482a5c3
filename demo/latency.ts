import { setTimeout as sleep } from 'node:timers/promises';
import { sealEnvelope } from '../protocol/envelope';
import { person } from '../test/support/person';
import { NODES, type Asked } from './ask-and-use';
import type { CredentialStore } from '../n8n-engine/credentials';
import type { Engine, WorkflowFile } from '../n8n-engine/engine';

/** What a round needs. */
export interface RoundOptions {
	readonly engine: Engine;
	readonly workflow: WorkflowFile;
	readonly credentials: CredentialStore;
	readonly brokerUrl: string;
}

/** Milliseconds that Await Credential is given to be waiting again after the person has confirmed. */
const SETTLE = 60;

/**
 * Runs the workflow so many times, one after the other, each with a credential that is sealed beforehand.
 * @returns for each round the milliseconds from the moment the sealed credential is sent to the broker until Await
 *   Credential has the plaintext, in ascending order
 */
export async function measureRounds(rounds: number, options: RoundOptions): Promise<number[]> {
	const times: number[] = [];
	for (let round = 0; round < rounds; round += 1) times.push(await measureRound(options));
	return times.sort((one, other) => one - other);
}

async function measureRound({ engine, workflow, credentials, brokerUrl }: RoundOptions): Promise<number> {
	let sentAt = NaN;
	let receivedAt = NaN;
	let persons: Promise<void> | undefined;
	const running = engine.start(workflow, {
		credentials,
		onNode: (name, task) => {
			if (name === NODES.await) receivedAt = performance.now();
			if (name !== NODES.request) return;
			const asked = task.data?.['main']?.[0]?.[0]?.json as unknown as Asked;
			persons = send(asked.code);
		},
	});
	const send = async (code: string): Promise<void> => {
		const { body: info } = await person.lookUp(brokerUrl, code);
		const { body: confirmed } = await person.confirm(brokerUrl, code);
		const ciphertext = await sealEnvelope(info.public_key, { api_key: 'a key for measuring' });
		await sleep(SETTLE);
		sentAt = performance.now();
		await person.complete(brokerUrl, code, { ciphertext, connect_token: confirmed.connect_token });
	};
	await running.finished;
	await persons;
	return receivedAt - sentAt;
}

/** The middle one of times in ascending order. */
export function median(times: readonly number[]): number {
	const middle = Math.floor(times.length / 2);
	const upper = times[middle] ?? NaN;
	return times.length % 2 === 1 ? upper : ((times[middle - 1] ?? NaN) + upper) / 2;
}
