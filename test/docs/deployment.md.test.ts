import { freePort } from '../support/free-port';
import { BROKER_MAIN, startBroker } from '../support/broker';
import { testWith } from '../support/requirements';
import { REPOSITORY } from '../support/repository';
import { GOOD_KEY } from '../support/run-check';
import { bash } from './bash';
import { firstCells, onlyBlock, read } from './markdown';

testWith('curl', 'a broker that is up says the address that links begin with', async () => {
	const { url } = await startBroker({ LINKAUTH_BASE_URL: 'https://broker.example.com' });
	const output = bash(onlyBlock('docs/deployment.md', 'sh runnable'), {
		cwd: REPOSITORY,
		env: { BROKER: url },
		silent: true,
	});
	expect(output).toContain('"issuer":"https://broker.example.com"');
});

test('its check looks at a broker, and every line of it is described', async () => {
	const port = String(await freePort());
	const env = {
		LINKAUTH_PORT: port,
		LINKAUTH_BASE_URL: `http://127.0.0.1:${port}`,
		LINKAUTH_API_KEYS: `Robot:${GOOD_KEY}`,
	};
	await startBroker(env);
	const program = `linkauth-broker() { '${process.execPath}' '${BROKER_MAIN}' "$@" || true; }\n`;
	const output = bash(program + onlyBlock('docs/deployment.md', 'sh check'), { cwd: REPOSITORY, env });
	expect(output).toContain('ok       reached: a broker with these settings answers');
	const described = firstCells(read('docs/deployment.md')).flatMap((cell) =>
		[...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
	);
	const named = [...output.matchAll(/^(?:ok|warning|problem) +([^:]+):/gm)].map(([, name = '']) => name);
	expect(named.length).toBeGreaterThan(10);
	expect(named.filter((name) => name !== 'store' && !described.includes(name))).toEqual([]);
});
