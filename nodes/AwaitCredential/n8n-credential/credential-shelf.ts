import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { CredentialFields } from '../../../protocol/envelope';
import type { Session } from '../../shared/sealed-session';
import { AwaitError } from '../await-error';
import { withAllowedDomains } from './allowed-domains';
import { credentialName } from './credential-name';
import type { CredentialSchema } from './credential-schema';
import type { CredentialTarget } from './credential-target';
import { fitFields } from './fit-fields';
import { N8nApi, type StoredCredential } from './n8n-api';

/** Where a received credential is put in n8n's own store: everything that can be wrong before is found out before. */
export class CredentialShelf {
	private constructor(
		private readonly api: N8nApi,
		private readonly target: CredentialTarget,
		private readonly schema: CredentialSchema,
	) {}

	/**
	 * Looks whether n8n has the type, and the credential that is to be updated: before anybody is waited for.
	 * @throws AwaitError
	 */
	static async prepare(
		context: IExecuteFunctions,
		itemIndex: number,
		target: CredentialTarget,
		session: Session,
	): Promise<CredentialShelf> {
		credentialName(target.name, session);
		const api = await N8nApi.connect(context, itemIndex);
		const schema = await api.schema(target.type);
		if (target.existingId !== '') {
			const { type, name } = await api.find(target.existingId);
			if (type !== target.type) {
				throw new AwaitError(
					`The credential "${name}" that is to be updated is not of the type ${target.type}, but ${type}.`,
					'Correct Credential Type or Credential ID to Update.',
				);
			}
		}
		return new CredentialShelf(api, target, schema);
	}

	/**
	 * Creates or updates the credential.
	 * @returns its id, name and type: what the workflow gets
	 * @throws AwaitError saying what does not fit, and that nothing is lost
	 */
	async put(fields: CredentialFields, session: Session): Promise<IDataObject> {
		const { id, name, type } = await this.stored(fields, session).catch((error: unknown) => {
			throw error instanceof AwaitError ? nothingLost(error) : error;
		});
		return { credentialId: id, credentialName: name, credentialType: type };
	}

	private async stored(fields: CredentialFields, session: Session): Promise<StoredCredential> {
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

function nothingLost({ message, description }: AwaitError): AwaitError {
	return new AwaitError(
		message,
		`${description} What the person entered is not lost yet: for one minute, this node can be run again with the same session and gets it once more.`,
	);
}
