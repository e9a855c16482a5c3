import { createDecipheriv, createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { IDataObject } from 'n8n-workflow';
import type { RunningN8n } from './n8n';

/** What n8n has in its database for a credential, decrypted with n8n's own key. */
export function storedCredential({ folder }: RunningN8n, id: string): IDataObject {
	// n8n locks all of it while it writes, which it does on its own time.
	const options = { readOnly: true, timeout: 10_000 };
	const database = new DatabaseSync(path.join(folder, '.n8n/database.sqlite'), options);
	const row = database.prepare('SELECT data FROM credentials_entity WHERE id = ?').get(id);
	database.close();
	const config = JSON.parse(readFileSync(path.join(folder, '.n8n/config'), 'utf8')) as {
		readonly encryptionKey: string;
	};
	return JSON.parse(decrypt(String(row?.['data']), config.encryptionKey)) as IDataObject;
}

/** OpenSSL's salted form: `Salted__`, eight bytes of salt, AES-256-CBC under a key made with MD5. */
function decrypt(text: string, password: string): string {
	const bytes = Buffer.from(text, 'base64');
	const secret = Buffer.concat([Buffer.from(password, 'binary'), bytes.subarray(8, 16)]);
	const rounds: Buffer[] = [];
	for (let round = 0; round < 3; round += 1) {
		const previous = rounds.at(-1) ?? Buffer.alloc(0);
		rounds.push(createHash('md5').update(previous).update(secret).digest());
	}
	const [first, second, iv] = rounds as [Buffer, Buffer, Buffer];
	const decipher = createDecipheriv('aes-256-cbc', Buffer.concat([first, second]), iv);
	return decipher.update(bytes.subarray(16), undefined, 'utf8') + decipher.final('utf8');
}
