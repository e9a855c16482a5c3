import { startBroker } from '../support/broker';
import { testWith } from '../support/requirements';
import { REPOSITORY } from '../support/repository';
import { bash } from './bash';
import { onlyBlock } from './markdown';

testWith('curl', 'a broker that is up says the address that links begin with', async () => {
	const { url } = await startBroker({ LINKAUTH_BASE_URL: 'https://broker.example.com' });
	const output = bash(onlyBlock('docs/deployment.md', 'sh runnable'), {
		cwd: REPOSITORY,
		env: { BROKER: url },
		silent: true,
	});
	expect(output).toContain('"issuer":"https://broker.example.com"');
});
