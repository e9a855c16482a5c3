import { stripVTControlCharacters } from 'node:util';
import { createLogger } from '../../broker/monitoring/create-logger';
import { prettyLines } from '../../broker/monitoring/pretty-lines';

const REQUEST = {
	requestId: '8d7f1c9e-2d7c-4a55-9d4e-0c6b3f0d1a52',
	method: 'GET',
	route: '/v1/sessions/:id',
	status: 503,
	milliseconds: 4,
	session: '7f3a0b1c2d3e4f5a',
	fault: 'The store failed to read a session.',
};

/** What a terminal gets of what the broker's own logger writes. */
async function shown(
	write: (logger: ReturnType<typeof createLogger>) => void,
	{ colors = false, columns }: { colors?: boolean; columns?: number } = {},
): Promise<string> {
	const format = await prettyLines({ colors, columns });
	const lines: string[] = [];
	write(createLogger('trace', { write: (line) => lines.push(format(line)) }));
	return lines.join('').replaceAll(/\d\d:\d\d:\d\d\.\d{3}/g, '12:00:00.123');
}

const request = (logger: ReturnType<typeof createLogger>) => {
	logger.error(REQUEST, 'request');
};

describe('a line of the log for people', () => {
	test('is what a request asked and got, and fits into the terminal, whole words', async () => {
		expect(await shown(request, { columns: 80 }))
			.toBe(`[12:00:00.123] ERROR: GET /v1/sessions/:id 503 4 ms session=7f3a0b1c2d3e4f5a
    fault=The store failed to read a session.
    requestId=8d7f1c9e-2d7c-4a55-9d4e-0c6b3f0d1a52
`);
		for (let columns = 60; columns < 240; columns += 1)
			for (const line of (await shown(request, { columns })).trimEnd().split('\n'))
				expect(line.length).toBeLessThanOrEqual(columns);
	});

	test('is one line where nothing is known of a terminal', async () => {
		expect((await shown(request)).match(/\n/g)).toHaveLength(1);
	});

	test('has colours only where it may', async () => {
		const plain = await shown(request);
		expect(plain).toBe(stripVTControlCharacters(plain));
		const coloured = await shown(request, { colors: true });
		expect(coloured).not.toBe(plain);
		expect(stripVTControlCharacters(coloured)).toBe(plain);
		// Red, and what is said in the terminal's own colour.
		expect(coloured).toContain('\u001B[31mERROR\u001B[39m: \u001B[0mGET');
	});

	test('says of an error where it happened, and never what it says', async () => {
		const error = Object.assign(new TypeError('pt_secret'), { code: 'EBAD' });
		const text = await shown((logger) => {
			logger.error({ err: error, token: 'pt_secret' }, 'unexpected error');
		});
		expect(text).toMatch(
			/unexpected error unlisted=\["token"\]\n {4}TypeError EBAD\n {4}at .*pretty-lines\.test\.ts/,
		);
		expect(text).not.toContain('pt_secret');
	});

	test('cannot move the cursor, change colours or turn the direction of what follows', async () => {
		const text = await shown((logger) => {
			logger.warn({ reason: 'a\u001B[2Jb\nc\u009B1md\u202Ee\u2028f\u0007' }, 'cannot start');
		});
		expect(text).toBe(
			'[12:00:00.123] WARN: cannot start reason=a\\u001b[2Jb\\u000ac\\u009b1md\\u202ee\\u2028f\\u0007\n',
		);
	});
});
