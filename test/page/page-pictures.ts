import { mkdirSync } from 'node:fs';
import { inRepository } from '../support/repository';
import { EVERY_STATE } from './reachable-states';
import { describeOnThePage, type PageSuite } from './page-suite';
import { signInSettings } from './sign-in-states';

/**
 * Where pictures of every state go: in the first of these languages on both devices and in both themes, in the others the
 * phone in the light and the desktop in the dark. Left out: the pictures of the README are made.
 */
const FOLDER = process.env['LINKAUTH_PICTURES'];
const LANGUAGES = process.env['LINKAUTH_PICTURE_LANGUAGES']?.split(',') ?? ['en'];
const STATES = new RegExp(process.env['LINKAUTH_PICTURE_STATES'] ?? '');
const DEVICES = { phone: { width: 360, height: 750 }, desktop: { width: 1280, height: 800 } } as const;
const THEMES = ['light', 'dark'] as const;

type Device = keyof typeof DEVICES;

/** The pictures of the README and of the guides. */
const README: readonly { state: string; device: Device; theme: (typeof THEMES)[number]; name: string }[] = [
	{ state: 'check', device: 'phone', theme: 'light', name: 'page-check-phone' },
	{ state: 'check', device: 'desktop', theme: 'light', name: 'page-check-desktop' },
	{ state: 'form', device: 'phone', theme: 'dark', name: 'page-form-phone-dark' },
	{ state: 'done', device: 'phone', theme: 'light', name: 'page-done-phone' },
	{ state: 'sign-in', device: 'phone', theme: 'light', name: 'page-sign-in-phone' },
];

describeOnThePage(
	'pictures of the page',
	(on) => {
		if (FOLDER !== undefined) mkdirSync(FOLDER, { recursive: true });
		const states = EVERY_STATE.filter(
			({ name }) =>
				(FOLDER !== undefined && STATES.test(name)) ||
				(FOLDER === undefined && README.some(({ state }) => state === name)),
		);
		test.each(states.map((state) => [state.name, state] as const))('%s', async (name, state) => {
			const open: PageSuite['open'] = (address, options) => on.open(address, { ...options, pixelRatio: 2 });
			const visited = await state.reach(FOLDER === undefined ? { url: on.url, open } : on);
			await visited.sees(state.heading);
			const { page } = visited;
			const picture = async (
				path: string,
				device: Device,
				colorScheme: (typeof THEMES)[number],
				fullPage: boolean,
			): Promise<void> => {
				await page.setViewportSize(DEVICES[device]);
				await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
				await page.screenshot({
					path,
					fullPage,
					animations: 'disabled',
					scale: fullPage || device === 'desktop' ? 'css' : 'device',
				});
			};
			if (FOLDER === undefined) {
				for (const { device, theme, name: file } of README.filter((each) => each.state === name))
					await picture(inRepository(`docs/images/${file}.png`), device, theme, false);
				return;
			}
			for (const language of LANGUAGES) {
				await page.locator('#language-choice').selectOption(language);
				await page.locator(`html[lang="${language}"]`).waitFor({ state: 'attached' });
				if (name === 'check-qr-code' && (await page.locator('.qr').count()) === 0) {
					await page.setViewportSize(DEVICES.desktop);
					await page.locator('.hand-over summary').click();
					await page.locator('.qr').waitFor({ state: 'attached' });
				}
				for (const device of ['phone', 'desktop'] as const)
					for (const theme of THEMES.filter(
						(each) => language === LANGUAGES[0] || (each === 'light') === (device === 'phone'),
					))
						await picture(`${FOLDER}/${name}-${device}-${theme}-${language}.png`, device, theme, true);
			}
		});
	},
	async () => ({ LINKAUTH_BASE_URL: 'https://connect.example.com', ...(await signInSettings()) }),
	{ reuseTab: true },
);
