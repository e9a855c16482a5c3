import type { IExecuteFunctions } from 'n8n-workflow';

/** Its name in the part of the execution's context data that all its nodes share. */
const CONTEXT_KEY = 'linkAuthCollected';

/** Which nodes of this execution have collected which sessions: ids and names, nothing secret. */
export class CollectedSessions {
	private readonly shared: Record<string, unknown>;

	constructor(private readonly context: IExecuteFunctions) {
		this.shared = context.getContext('flow');
	}

	note(sessionId: string): void {
		this.shared[CONTEXT_KEY] = { ...this.nodes(), [sessionId]: this.context.getNode().name };
	}

	nodeThatCollected(sessionId: string): string | undefined {
		return this.nodes()[sessionId];
	}

	private nodes(): Readonly<Record<string, string | undefined>> {
		return (this.shared[CONTEXT_KEY] ?? {}) as Record<string, string>;
	}
}
