/** How something is: as it should be, worth a look, or in the way of people and agents. */
export type Outcome = 'ok' | 'warning' | 'problem';

/** What a check has found. */
export interface Finding {
	/** What was looked at, in a word or two. */
	readonly check: string;
	readonly outcome: Outcome;
	/** What there is, in a sentence; never a secret. */
	readonly saw: string;
	/** What to do; undefined where nothing is to be done. */
	readonly advice?: string;
}

/** What one check can say. */
export interface Findings {
	readonly ok: (saw: string) => Finding;
	readonly warning: (saw: string, advice: string) => Finding;
	readonly problem: (saw: string, advice: string) => Finding;
}

/** Findings of a check of this name. */
export function findingsOf(check: string): Findings {
	return {
		ok: (saw) => ({ check, outcome: 'ok', saw }),
		warning: (saw, advice) => ({ check, outcome: 'warning', saw, advice }),
		problem: (saw, advice) => ({ check, outcome: 'problem', saw, advice }),
	};
}
