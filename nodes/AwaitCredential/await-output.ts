import type { IDataObject } from 'n8n-workflow';

import { factsOf } from '../shared/oauth/grant';
import { sealCredential, type ReceivedCredential } from '../shared/sealed-credential';
import { sealSession, type Session } from '../shared/sealed-session';
import type { AwaitParameters } from './await-parameters';
import type { SessionOutcome } from './await-session';
import type { CredentialStore } from './n8n-credential/credential-store';
import { OUTPUTS } from './outputs';
import { previewOf } from './preview';

/** What leaves the node for one item, and where. */
export interface Output {
	readonly output: (typeof OUTPUTS)[keyof typeof OUTPUTS];
	readonly json: IDataObject;
}

/** What the output is made of, besides the outcome. */
export interface OutputContext {
	readonly sealingKey: string;
	readonly session: Session;
	readonly parameters: AwaitParameters;
	/** Where the output is a credential in n8n's own store. */
	readonly store: CredentialStore | undefined;
	/** A language model reads the output: it holds no value, and nothing long to repeat. */
	readonly asTool: boolean;
}

/** The node's answer for a code that no request has. */
export const UNKNOWN_CODE: Output = {
	output: OUTPUTS.expired,
	json: {
		status: 'expired',
		detail:
			'No open request has this code: it has expired, was completed and collected, or the code is mistyped. Check the code, or ask again with Request Credential.',
	},
};

const NOT_SUSPENDED =
	'A tool cannot be suspended, so the status was checked once. Use this tool again with the same code when the person says that it is done.';

/** What the node gives for an outcome, and by which output. */
export async function outputOf(outcome: SessionOutcome, context: OutputContext): Promise<Output> {
	const { session } = context;
	switch (outcome.kind) {
		case 'received':
			return { output: OUTPUTS.received, json: await received(outcome, context) };
		case 'declined':
			return { output: OUTPUTS.declined, json: { ...outcome, kind: undefined, status: 'declined' } };
		case 'expired':
			return { output: OUTPUTS.expired, json: { ...outcome, kind: undefined, status: 'expired' } };
		case 'timeout':
			return {
				output: OUTPUTS.expired,
				json: { ...outcome, kind: undefined, status: 'timeout', ...(await toContinue(context)) },
			};
		case 'pending':
			return {
				output: OUTPUTS.pending,
				json: {
					expiresAt: session.expiresAt,
					...outcome,
					kind: undefined,
					...(await toContinue(context)),
					...(context.asTool && context.parameters.wait === 'suspend' ? { note: NOT_SUSPENDED } : {}),
				},
			};
	}
}

async function toContinue({ sealingKey, session, asTool }: OutputContext): Promise<IDataObject> {
	return { code: session.code, ...(asTool ? {} : { session: await sealSession(sealingKey, session) }) };
}

async function received(
	{ fields, grant, openedAt, confirmedAt }: SessionOutcome & { kind: 'received' },
	context: OutputContext,
): Promise<IDataObject> {
	const { parameters, session } = context;
	const now = Date.now();
	const facts = {
		status: 'ready',
		fields: Object.keys(fields),
		...(openedAt === undefined ? {} : { openedAt }),
		...(confirmedAt === undefined ? {} : { confirmedAt }),
		receivedAt: new Date(now).toISOString(),
		...(grant && factsOf(grant)),
	};
	const stored = await context.store?.save(fields, session);
	if (context.asTool) {
		return {
			...facts,
			...stored,
			code: session.code,
			note: 'The credential has been received and stays hidden. Refer to it by this code.',
		};
	}
	const preview = parameters.includePreview ? { preview: previewOf(fields) } : {};
	if (stored !== undefined) return { ...facts, ...stored, ...preview };
	if (parameters.output === 'decrypted') return { ...facts, credential: { ...fields }, ...preview };
	const credential: ReceivedCredential = {
		fields,
		use: session.use,
		allowedHosts: session.allowedHosts,
		...(grant && { grant }),
		...(parameters.validFor === undefined
			? {}
			: { validUntil: new Date(now + parameters.validFor).toISOString() }),
	};
	return {
		...facts,
		credential: await sealCredential(context.sealingKey, credential),
		...(credential.validUntil === undefined ? {} : { validUntil: credential.validUntil }),
		...preview,
	};
}
