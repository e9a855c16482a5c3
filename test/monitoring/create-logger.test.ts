import { createLogger } from '../../broker/monitoring/create-logger';

/** What the broker's own logger writes. */
function logged(write: (logger: ReturnType<typeof createLogger>) => void): string {
	const lines: string[] = [];
	write(createLogger('trace', { write: (line) => lines.push(line) }));
	return lines.join('');
}

describe('the logger', () => {
	test('writes of an error where it happened, and never what it says', () => {
		const error = Object.assign(new TypeError('no token pt_secret\n    at pt_secret (here)'), {
			code: 'EBAD',
		});
		const line = logged((logger) => {
			logger.error({ err: error }, 'unexpected error');
		});
		expect(line).not.toContain('pt_secret');
		expect(line).toContain('"type":"TypeError","code":"EBAD"');
		expect(line).toContain('create-logger.test.ts');
	});

	test('writes nothing of an error’s cause, nor of what is thrown that is no error', () => {
		const cause = new Error('pt_secret');
		const line = logged((logger) => {
			logger.error({ err: new Error('outer', { cause }) }, 'unexpected error');
			logger.error({ err: 'pt_secret' }, 'unexpected error');
			logger.error(cause, 'unexpected error');
		});
		expect(line).not.toContain('pt_secret');
	});

	test('leaves out fields that are not in the list, and says which', () => {
		const line = logged((logger) => {
			logger
				.child({ token: 'pt_secret' })
				.child({ connectToken: 'pt_secret' })
				.info({ status: 200, body: 'pt_secret' }, 'request');
		});
		expect(line).not.toContain('pt_secret');
		expect(JSON.parse(line)).toMatchObject({ status: 200, unlisted: ['body'], msg: 'request' });
	});
});
