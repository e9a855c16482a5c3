import jsQR from 'jsqr';
import { describeOnThePage } from './page-suite';
import { ask, confirmCode, pinned, type Visit } from './visit';

const OPEN = 'Answer on your phone instead';

describeOnThePage('the link as a QR code', (on) => {
	test.each([
		['light', 600],
		['dark', 600],
		['dark', 604_800],
	] as const)('is read by a camera, with the fingerprint: %s, a link of %d seconds', async (theme, ttl) => {
		const session = await ask(on.url, { ttl });
		const link = await pinned(on.url, session);
		const visited = await on.open(link, { dark: theme === 'dark' });
		await visited.seesCheck();
		await visited.page.getByText(OPEN).click();
		expect(await readPicture(visited)).toBe(visited.page.url());
		expect(visited.page.url()).toBe(link);
	});

	test('is loaded when it is asked for, and says so where that fails', async () => {
		const session = await ask(on.url);
		const visited = await on.open(await pinned(on.url, session));
		const asked: string[] = [];
		visited.page.on('request', (request) => asked.push(request.url()));
		await visited.seesCheck();
		await visited.page.waitForLoadState('networkidle');
		expect(asked.filter((each) => each.includes('qr-code'))).toEqual([]);
		await visited.context.route('**/*qr-code*', (route) => route.abort());
		await visited.page.getByText(OPEN).click();
		await visited.reads('The code could not be loaded.');
	});

	test('is not offered on a phone, nor once the request is confirmed', async () => {
		const session = await ask(on.url);
		const visited = await on.open(await pinned(on.url, session), { width: 390 });
		await visited.seesCheck();
		expect(await visited.page.getByText(OPEN).isVisible()).toBe(false);
		await visited.page.setViewportSize({ width: 1280, height: 800 });
		expect(await visited.page.getByText(OPEN).isVisible()).toBe(true);
		await confirmCode(visited);
		expect(await visited.page.getByText(OPEN).count()).toBe(0);
	});
});

/** What a camera reads from a picture of the code as it is on the screen. */
async function readPicture({ page }: Visit): Promise<string | undefined> {
	const picture = await page.getByRole('img', { name: 'QR code of this link' }).screenshot();
	// Decoded by the browser; nothing of it is fetched, so the page's policy has nothing to say.
	const { pixels, width, height } = await page.evaluate(async (base64) => {
		const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
		const image = await createImageBitmap(new Blob([bytes]));
		const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
		context?.drawImage(image, 0, 0);
		const data = context?.getImageData(0, 0, image.width, image.height).data ?? [];
		return { pixels: Array.from(data), width: image.width, height: image.height };
	}, picture.toString('base64'));
	return jsQR(new Uint8ClampedArray(pixels), width, height)?.data;
}
