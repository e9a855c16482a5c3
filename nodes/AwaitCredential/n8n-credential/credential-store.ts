import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { CredentialFields } from '../../../protocol/envelope';
import type { Session } from '../../shared/sealed-session';
import { LinkAuthError } from '../../shared/errors';
import { withAllowedDomains } from './allowed-domains';
import { credentialName } from './credential-name';
import type { CredentialSchema } from './credential-schema';
import type { CredentialTarget } from './credential-target';
import { fitFields } from './fit-fields';
import { N8nApi, type StoredCredential } from './n8n-api';

/** Saves received credentials in n8n's own credential store. Type and target are checked before anybody is waited for. */
export class CredentialStore {
	private constructor(
		private readonly api: N8nApi,
		private readonly target: CredentialTarget,
		private readonly schema: CredentialSchema,
	) {}

	/**
	 * Checks that n8n has the credential type, and the credential that is to be updated.
	 * @throws LinkAuthError
	 */
	static async prepare(
		context: IExecuteFunctions,
		itemIndex: number,
		target: CredentialTarget,
		session: Session,
	): Promise<CredentialStore> {
		credentialName(target.name, session);
		const api = await N8nApi.connect(context, itemIndex);
		const schema = await api.schema(target.type);
		if (target.existingId !== '') {
			const { type, name } = await api.find(target.existingId);
			if (type !== target.type) {
				throw new LinkAuthError(
					`The credential "${name}" that is to be updated is not of the type ${target.type}, but ${type}.`,
					'Correct Credential Type or Credential ID to Update.',
				);
			}
		}
		return new CredentialStore(api, target, schema);
	}

	/**
	 * Creates or updates the credential.
	 * @returns its id, name and type: what the workflow gets
	 * @throws LinkAuthError saying what does not fit, and that nothing is lost
	 */
	async save(fields: CredentialFields, session: Session): Promise<IDataObject> {
		const { id, name, type } = await this.createOrUpdate(fields, session).catch((error: unknown) => {
			throw error instanceof LinkAuthError ? nothingLost(error) : error;
		});
		return { credentialId: id, credentialName: name, credentialType: type };
	}

	private async createOrUpdate(fields: CredentialFields, session: Session): Promise<StoredCredential> {
		const { api, target, schema } = this;
		const update = target.existingId !== '';
		const fitted = fitFields(fields, target, schema, update);
		const data = withAllowedDomains(fitted, schema, session.allowedHosts);
		const name = credentialName(target.name, session);
		if (update) return await api.update(target.existingId, name, data);
		const made = await api.create(name, target.type, data);
		if (target.projectId === '') return made;
		await api.transfer(made.id, target.projectId).catch(async (error: unknown) => {
			await api.delete(made.id);
			throw error;
		});
		return made;
	}
}

function nothingLost({ message, description }: LinkAuthError): LinkAuthError {
	return new LinkAuthError(
		message,
		`${description} What the person entered is not lost yet: for one minute, this node can be run again with the same session and gets it once more.`,
	);
}
