import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { lookup } from 'node:dns/promises';
import { nameServerResolver, resolveLocalName } from '../../broker/outbound/resolve-name';
import { cleanup } from '../support/cleanup';

const A = 1;

/** A name server that answers questions for IPv4 addresses with these, and others with none; silent without any. */
async function nameServer(addresses?: readonly string[]): Promise<string> {
	const socket = createSocket('udp4');
	socket.on('message', (question, { port, address }) => {
		if (!addresses) return;
		const type = question.readUInt16BE(question.indexOf(0, 12) + 1);
		const known = type === A ? addresses : [];
		const answer = Buffer.from(question);
		answer.writeUInt16BE(0x8180, 2);
		answer.writeUInt16BE(known.length, 6);
		answer.writeUInt16BE(0, 10);
		const end = question.indexOf(0, 12) + 5;
		const records = known.map((each) =>
			Buffer.from([0xc0, 12, 0, A, 0, 1, 0, 0, 0, 60, 0, 4, ...each.split('.').map(Number)]),
		);
		socket.send(Buffer.concat([answer.subarray(0, end), ...records]), port, address);
	});
	socket.bind(0, '127.0.0.1');
	await once(socket, 'listening');
	cleanup(socket, () => {
		socket.close();
	});
	return `127.0.0.1:${String(socket.address().port)}`;
}

test('every address of a name is found, though it has none of the other kind', async () => {
	const resolve = nameServerResolver([await nameServer(['192.0.2.1', '192.0.2.2'])]);
	expect(await resolve('two.example')).toEqual(['192.0.2.1', '192.0.2.2']);
});

test('a name without an address has none', async () => {
	const resolve = nameServerResolver([await nameServer([])]);
	await expect(resolve('none.example')).rejects.toThrow();
});

test.each(['localhost', 'LOCALHOST', 'localhost.', 'some.localhost'])('%s is this machine', async (name) => {
	expect(await nameServerResolver([await nameServer(['192.0.2.1'])])(name)).toEqual(['127.0.0.1', '::1']);
});

test('names whose server never answers hold up nothing else, and end', async () => {
	const resolve = nameServerResolver([await nameServer()], 300);
	const ended: string[] = [];
	const names = Array.from({ length: 32 }, (_, index) => `silent-${String(index)}.example`);
	const all = Promise.allSettled(names.map(resolve)).then((results) => {
		ended.push('silent');
		return results;
	});
	await lookup('127.0.0.1');
	await resolveLocalName('localhost');
	ended.push('local');
	const statuses = new Set((await all).map(({ status }) => status));
	expect(ended).toEqual(['local', 'silent']);
	expect(statuses).toEqual(new Set(['rejected']));
});

test('a name of this machine is resolved by its hosts file', async () => {
	expect(await resolveLocalName('localhost')).toContain('127.0.0.1');
});
