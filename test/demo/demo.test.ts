import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cleanup } from '../support/cleanup';
import { inRepository } from '../support/repository';

/** Starts the demo as `npm run demo` does once everything is built. */
function start(...parameters: string[]) {
	const child = spawn(process.execPath, [inRepository('demo/start.mjs'), ...parameters], {
		env: { PATH: process.env['PATH'], HOME: process.env['HOME'] },
		stdio: ['ignore', 'pipe', 'pipe'],
		// A group of its own, as a terminal has it: Ctrl-C goes to all of it.
		detached: true,
	});
	const interrupt = () => process.kill(-(child.pid ?? 0), 'SIGINT');
	cleanup(child, () => child.exitCode ?? interrupt());
	let output = '';
	const said = new Map<string, () => void>();
	const listen = (chunk: Buffer) => {
		output += chunk.toString();
		for (const [text, resolve] of said) if (output.includes(text)) resolve();
	};
	child.stdout.on('data', listen);
	child.stderr.on('data', listen);
	const ended = once(child, 'exit').then(([exitCode]) => ({ exitCode: exitCode as number, output }));
	return {
		ended,
		says: (text: string) =>
			new Promise<void>((resolve, reject) => {
				said.set(text, resolve);
				listen(Buffer.alloc(0));
				void ended.then(({ exitCode }) => {
					reject(new Error(`ended with ${String(exitCode)} before it said "${text}": ${output}`));
				});
			}),
		interrupt,
	};
}

// Side by side: each is waiting most of the time.
test.concurrent(
	'plays the person itself, shows what happened, and ends with 0 because everything held',
	async () => {
		const { exitCode, output } = await start('--auto').ended;
		expect(output).toMatch(/Open http:\/\/localhost:\d+\/connect\/\S+#k=\S{43} and check/);
		expect(output).toMatch(/the service received +Authorization: Bearer sk-d…\S{4} \(\d+ characters\)/);
		expect(output).toMatch(/✓ the secret is not in the broker’s store +not found in \d+\.\d kB/);
		expect(output).toMatch(/✓ the secret is not in the broker’s log/);
		expect(output).toMatch(/✓ the secret is not in the execution data/);
		expect(output).toMatch(/median .* of 20 rounds/);
		expect(output).toMatch(/Everything held/);
		expect(exitCode).toBe(0);
	},
	120_000,
);

test.concurrent(
	'ends at once and tidily with Ctrl-C',
	async () => {
		const demo = start();
		await demo.says('Open the link and enter');
		demo.interrupt();
		const { exitCode, output } = await demo.ended;
		expect(output).toMatch(/Stopped\. The broker and all it held are gone\.\n$/);
		expect(exitCode).toBe(130);
	},
	60_000,
);

test.concurrent('explains itself where it does not know an option', async () => {
	const { exitCode, output } = await start('--automatic').ended;
	expect(output).toContain('npm run demo -- --auto');
	expect(exitCode).toBe(2);
});

test('several that start at once each find all of it', async () => {
	const all = await Promise.all(Array.from({ length: 24 }, () => start('--automatic').ended));
	expect(all.map(({ exitCode }) => exitCode)).toEqual(all.map(() => 2));
}, 60_000);
