import { hostileAgents, type HostileAgents } from './hostile-agents';
import { foreignParts, watchForInjection } from './injection-watch';
import { describeOnThePage, type PageSuite } from './page-suite';
import { EVERY_STATE } from './reachable-states';
import { signInSettings } from './sign-in-states';

const found: string[] = [];

describeOnThePage(
	'every state of the page, where an agent wrote markup wherever it could',
	(on) => {
		let agents: HostileAgents;
		let hostile: PageSuite;

		beforeAll(async () => {
			agents = await hostileAgents(on.url);
			hostile = {
				url: agents.url,
				open: (address, options) => on.open(new URL(address, agents.url).href, options),
			};
		});
		afterEach(() => {
			expect(found.splice(0)).toEqual([]);
		});

		test.each(EVERY_STATE.map((state) => [state.name, state] as const))(
			'%s runs nothing, shows no element that an agent wrote and violates no policy',
			async (_, state) => {
				const visited = await state.reach(hostile);
				// The first sentence of the check is the agent's words in part, which are markup here.
				await (/ asks (?:for your|you to sign in) /.test(state.heading)
					? visited.seesCheck()
					: visited.sees(state.heading));
				expect(await foreignParts(visited.page)).toEqual([]);
				await visited.page.locator('#language-choice').selectOption('ja');
				await visited.page.locator('html[lang=ja]').waitFor();
				expect(await foreignParts(visited.page)).toEqual([]);
				expect(found).toEqual([]);
			},
		);
	},
	async () => ({ LINKAUTH_BASE_URL: 'https://connect.example.com', ...(await signInSettings()) }),
	{ reuseTab: true, before: (context) => watchForInjection(context, found) },
);
