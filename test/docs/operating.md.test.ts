import { OPERATOR_ROUTES } from '../../broker/operator/operator-routes';
import { AS, startOperatorBroker } from '../operator/operator-broker';
import { createSession } from '../support/agent';
import { BROKER_MAIN } from '../support/broker';
import { REPOSITORY } from '../support/repository';
import { bash } from './bash';
import { fencedBlocks, read, tableOf } from './markdown';

const PAGE = 'docs/operating.md';

test('its commands do what it says, over the port of a broker', async () => {
	const broker = await startOperatorBroker();
	for (const headers of [AS.finance, AS.finance, AS.robot])
		await createSession(broker.url, { template: 'aws' }, headers);
	const settings = Object.entries(broker.environment).map(([name, value]) => `export ${name}='${value}'\n`);
	const program = `${settings.join('')}linkauth-broker() { '${process.execPath}' '${BROKER_MAIN}' "$@"; }\n`;
	const [list = '', end = ''] = fencedBlocks(PAGE)
		.filter(({ info }) => info === 'sh operator')
		.map(({ code }) => code);
	const listed = bash(program + list, { cwd: REPOSITORY });
	expect(listed).toContain('3 open');
	expect(listed).toContain('2 open');
	expect(listed).toContain('"total": 3');
	const ids = [...listed.matchAll(/^ +"id": "([0-9a-f]{16})"/gm)].map(([, id = '']) => id);
	const real = end.replaceAll('7f3a0c', ids[0] ?? '').replaceAll('c9d04e', ids[2] ?? '');
	const ended = bash(program + real, { cwd: REPOSITORY });
	expect(ended.match(/\d+ ended\./g)).toEqual(['2 ended.', '1 ended.', '0 ended.']);
}, 60_000);

test('its settings are those of a port', () => {
	const block = fencedBlocks(PAGE).filter(({ info }) => info === 'sh operator')[2]?.code ?? '';
	const set = bash(`${block}printf '%s %s' "$LINKAUTH_OPERATOR_PORT" "\${#LINKAUTH_OPERATOR_TOKEN}"`, {
		cwd: REPOSITORY,
	});
	expect(set).toBe('9465 64');
});

test('it has every call of the port', () => {
	const documented = tableOf(read(PAGE), 'call').map(([cell = '']) => /`(\w+ [\w/]+)/.exec(cell)?.[1]);
	const actual = OPERATOR_ROUTES.map(
		({ method, path }) => `${method} ${path.endsWith('/') ? `${path}ID` : path}`,
	);
	expect(documented.toSorted()).toEqual(actual.toSorted());
});
