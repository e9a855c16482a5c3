import { connect } from 'node:net';

/**
 * Sends bytes over a connection of its own, each piece in a packet of its own, closes its half of it, and reads until
 * the other side closes the other half.
 * @param timeoutMs milliseconds in which that has to be
 * @returns what came back, in Latin-1
 * @throws where nobody listens, or the connection stays open
 */
export function sendPieces(port: number, pieces: readonly Buffer[], timeoutMs: number): Promise<string> {
	return new Promise((resolve, reject) => {
		let text = '';
		let open = false;
		const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true }, () => {
			open = true;
			sendFrom(0);
		});
		/** The kernel has each piece before the next one is sent, and the other side has a turn in between. */
		const sendFrom = (at: number): void => {
			const piece = pieces[at];
			if (piece === undefined) socket.end();
			else socket.write(piece, () => setImmediate(sendFrom, at + 1));
		};
		const done = (): void => {
			clearTimeout(timer);
			socket.destroy();
			resolve(text);
		};
		const timer = setTimeout(() => {
			socket.destroy();
			reject(new Error(`the connection is still open after ${String(timeoutMs)} ms`));
		}, timeoutMs);
		socket.on('data', (chunk) => (text += chunk.toString('latin1')));
		socket.once('end', done);
		socket.once('close', done);
		socket.on('error', (error) => {
			// Once it is open, the other side may close it at any time, in the middle of what is sent too.
			if (open) return;
			clearTimeout(timer);
			reject(error);
		});
	});
}
