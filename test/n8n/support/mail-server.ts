import type { IDataObject } from 'n8n-workflow';
import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { cleanup } from '../../support/cleanup';

/** A mail server that keeps what it is sent. */
export interface MailServer {
	readonly port: number;
	/** For n8n's SMTP credential. */
	readonly credential: IDataObject;
	/** Waits for the mail with this number, counted from 0. */
	mail(number: number): Promise<Email>;
	/** Every mail as it came. */
	raw(): string;
	stop(): Promise<void>;
}

const USER = 'n8n';
const PASSWORD = 'of-the-mail-server';

/** Starts one on a free port of this machine, which wants a login. */
export async function startMailServer(): Promise<MailServer> {
	const mails: Buffer[] = [];
	const waiting: (() => void)[] = [];
	const server = new SMTPServer({
		hideSTARTTLS: true,
		allowInsecureAuth: true,
		onAuth: ({ username, password }, _session, done) => {
			if (username === USER && password === PASSWORD) done(null, { user: USER });
			else done(new Error('Wrong login'));
		},
		onData: (stream, _session, done) => {
			const chunks: Buffer[] = [];
			stream.on('data', (chunk: Buffer) => chunks.push(chunk));
			stream.once('end', () => {
				mails.push(Buffer.concat(chunks));
				for (const resolve of waiting.splice(0)) resolve();
				done();
			});
		},
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.server.address() as AddressInfo;
	const mailServer: MailServer = {
		port,
		credential: {
			host: '127.0.0.1',
			port,
			user: USER,
			password: PASSWORD,
			secure: false,
			disableStartTls: true,
		},
		mail: async (number) => {
			while (mails.length <= number) await new Promise<void>((resolve) => waiting.push(resolve));
			return await PostalMime.parse(mails[number] ?? '');
		},
		raw: () => mails.map(String).join('\n'),
		stop: () =>
			new Promise((resolve) => {
				server.close(resolve);
			}),
	};
	return cleanup(mailServer, (it) => it.stop());
}
