import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createSession } from './agent';
import { BROKER_MAIN, startBroker, type StartOptions } from './broker';
import { person } from './person';
import { temporaryFolder } from './temporary-folder';

/** A line of the audit log, parsed. */
export interface AuditLine {
	readonly n: number;
	readonly time: string;
	readonly event: string;
	readonly session?: string;
	readonly previous: string;
	readonly hash: string;
	/** How many lines were lost. */
	readonly count?: number;
}

/** An audit log in a folder of its own, and what reads it. */
export class AuditTrail {
	readonly folder = temporaryFolder();
	readonly file = path.join(this.folder, 'audit.jsonl');

	/** Starts a broker that writes it. */
	start(environment: Readonly<Record<string, string>> = {}, options: StartOptions = {}) {
		return startBroker({ LINKAUTH_AUDIT_FILE: this.file, ...environment }, options);
	}

	/** Runs a broker from start to end: ten lines, with each outcome that needs no waiting. */
	async write(): Promise<void> {
		const broker = await this.start({ LINKAUTH_API_KEYS: 'Team A:key-of-the-a-team' });
		const headers = { 'x-api-key': 'key-of-the-a-team' };
		const given = await createSession(broker.url, { template: 'openai' }, headers);
		await person.give(broker.url, given.reply.code, { api_key: 'k' });
		await given.poll();
		const declined = await createSession(broker.url, { template: 'aws' }, headers);
		await person.deny(broker.url, declined.reply.code);
		const cancelled = await createSession(broker.url, { template: 'aws' }, headers);
		await cancelled.cancel();
		await broker.stop();
	}

	text(): string {
		return readFileSync(this.file, 'utf8');
	}

	lines(): string[] {
		return this.text().trimEnd().split('\n');
	}

	entries(): AuditLine[] {
		return this.lines().map((line) => JSON.parse(line) as AuditLine);
	}

	events(): string[] {
		return this.entries().map(({ event }) => event);
	}

	/** `linkauth-broker audit verify` on it. */
	verify(...args: string[]) {
		return spawnSync(process.execPath, [BROKER_MAIN, 'audit', 'verify', this.file, ...args], {
			encoding: 'utf8',
		});
	}
}
