import { ERROR_CODES, type ErrorCode } from '../protocol/error-codes';
import { SLOW_DOWN_TYPE, type Problem } from '../protocol/messages';

/** What a problem may carry beyond its code and detail. */
export interface ProblemExtras {
	/** Sent as they are. */
	readonly headers?: Readonly<Record<string, string>>;
	/** Seconds between polls, with `slow_down`. */
	readonly interval?: number;
}

/**
 * The one error that becomes an answer: a stable code, and a detail that names the input at fault and what was
 * expected. The detail is shown to strangers, so it never holds a secret.
 */
export class ProblemError extends Error {
	override readonly name = 'ProblemError';

	constructor(
		readonly code: ErrorCode,
		readonly detail: string,
		readonly extras: ProblemExtras = {},
		options?: ErrorOptions,
	) {
		super(detail, options);
	}

	get status(): number {
		return ERROR_CODES[this.code].status;
	}

	/** The body of the answer (RFC 9457). */
	toProblem(): Problem {
		const slowDown = this.code === 'slow_down';
		return {
			type: slowDown ? SLOW_DOWN_TYPE : 'about:blank',
			title: ERROR_CODES[this.code].title,
			status: this.status,
			detail: this.detail,
			code: this.code,
			...(slowDown ? { error: 'slow_down' as const } : {}),
			...(this.extras.interval === undefined ? {} : { interval: this.extras.interval }),
		};
	}
}

/** One body for every session that cannot be seen: unknown, expired, decided and foreign ones look alike. */
export function sessionNotFound(): ProblemError {
	return new ProblemError(
		'session_not_found',
		'There is no open session here: it is unknown, used or expired.',
	);
}

/** 405 (RFC 9110 section 15.5.6). */
export function methodNotAllowed(allow: string): ProblemError {
	return new ProblemError('method_not_allowed', `The method: expected one of ${allow}.`, {
		headers: { Allow: allow },
	});
}
