import { ENVELOPE_ALGORITHM, sealEnvelope, type CredentialFields } from '../../protocol/envelope';
import type { ConfirmReply, SessionInfo } from '../../protocol/messages';
import { call, type Answer } from './http';

/** What the person does, by plain HTTP calls. */
export const person = {
	lookUp: (broker: string, code: string) => call<SessionInfo>(broker, 'GET', `/v1/connect/${code}`),

	confirm: (broker: string, code: string, headers: Readonly<Record<string, string>> = {}) =>
		call<ConfirmReply>(broker, 'POST', `/v1/connect/${code}/confirm`, { headers }),

	complete: (
		broker: string,
		code: string,
		body: { ciphertext?: unknown; algorithm?: unknown; connect_token?: unknown },
		headers: Readonly<Record<string, string>> = {},
	): Promise<Answer> =>
		call(broker, 'POST', `/v1/connect/${code}/complete`, {
			body: { algorithm: ENVELOPE_ALGORITHM, ...body },
			headers,
		}),

	deny: (broker: string, code: string, body?: unknown): Promise<Answer> =>
		call(broker, 'POST', `/v1/connect/${code}/deny`, body === undefined ? {} : { body }),

	/** Looks the session up, confirms, encrypts and submits. */
	give: async (broker: string, code: string, fields: CredentialFields): Promise<Answer> => {
		const info = await person.lookUp(broker, code);
		const { body } = await person.confirm(broker, code);
		const ciphertext = await sealEnvelope(info.body.public_key, fields);
		return person.complete(broker, code, { ciphertext, connect_token: body.connect_token });
	},
};
