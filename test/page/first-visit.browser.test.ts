import type { Request } from 'playwright-core';
import { LANGUAGES } from '../../broker/page/catalogue';
import { until } from '../support/until';
import { checkHeading, textsIn } from './language-texts';
import { describeOnThePage, openIn } from './page-suite';

/** Bytes over the wire, headers of the answers included: in all, and until the first view is there. */
const MOST_BYTES = 27_500;
const MOST_BYTES_OF_DOCUMENT = 20_000;

interface Loaded {
	readonly path: string;
	readonly coding: string | null;
	readonly bytes: number;
}

async function loaded(request: Request): Promise<Loaded> {
	const answer = await request.response();
	const { responseBodySize, responseHeadersSize } = await request.sizes();
	const bytes = responseHeadersSize + responseBodySize;
	// The icon is the same file as the picture: whichever is asked for second is there already.
	if (bytes > 0) expect(String(responseBodySize)).toBe(await answer?.headerValue('content-length'));
	return {
		path: new URL(request.url()).pathname,
		coding: (await answer?.headerValue('content-encoding')) ?? null,
		bytes,
	};
}

describeOnThePage('a first visit', (on) => {
	test.each(LANGUAGES.map(({ tag }) => tag))(
		`loads the page in %s with less than ${String(MOST_BYTES)} bytes, all of it in brotli`,
		async (tag) => {
			const finished: Request[] = [];
			const visited = await openIn(on, tag, {
				before: (context) => {
					context.on('requestfinished', (request) => finished.push(request));
					return Promise.resolve();
				},
			});
			await visited.sees(checkHeading(await textsIn(tag)));
			// The icon is asked for last, when the browser has nothing else to do.
			await until(() => finished.some((request) => request.url().endsWith('.svg')));
			await visited.page.waitForLoadState('networkidle');
			const pageFiles = finished.filter((request) => !request.url().startsWith(`${on.url}/v1/`));
			const files = (await Promise.all(pageFiles.map(loaded))).filter(({ bytes }) => bytes > 0);
			expect(files.map(({ path }) => path.replace(/^.*\.|^\/connect\/.*/, '')).sort()).toEqual([
				'',
				'js',
				'svg',
			]);
			expect(files.map(({ coding }) => coding)).toEqual(files.map(() => 'br'));
			const sum = files.reduce((total, { bytes }) => total + bytes, 0);
			expect(sum).toBeLessThan(MOST_BYTES);
			const [document] = files.filter(({ path }) => path.startsWith('/connect/'));
			expect(document?.bytes).toBeLessThan(MOST_BYTES_OF_DOCUMENT);
			expect(sum).toBeGreaterThan(10_000);
		},
	);
});
