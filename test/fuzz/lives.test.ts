import fc from 'fast-check';
import { createFuzzSession, deleteSession } from './fuzz-session';
import { describeFuzz, type Fuzz } from './fuzz-suite';
import { actions, Everybody, type Action, type Done } from './life-actions';
import { LifeModel, type Expected } from './life-model';
import { brokenPromises } from './life-promises';

const MUST_HAPPEN = [
	...['lookUpSession 200', 'lookUpSession 404', 'confirmCode 200', 'confirmCode 409', 'completeSession 204'],
	...['completeSession 403', 'denySession 204', 'denySession 409', 'pollSession 200', 'pollSession 401'],
	...['pollSession 404', 'pollSession 429', 'cancelSession 204', 'cancelSession 404', 'readAgentState 200'],
];

const described = (done: readonly Action[]) =>
	done.map(({ verb, shown, key }) => `${verb} (${shown}${key === undefined ? '' : `, ${key}`})`).join(', ');

function expectAsPromised(done: readonly Done[], { status, body }: Done, expected: Expected): void {
	const story = described(done);
	const wanted = expected.statuses.includes(status) ? status : expected.statuses;
	expect([story, status]).toEqual([story, wanted]);
	for (const [name, value] of Object.entries(expected.body ?? {}))
		expect([story, name, body[name]]).toEqual([story, name, value]);
}

describeFuzz('one after the other', { mustHappen: MUST_HAPPEN }, (fuzz) => {
	fuzz.property(
		'whoever does what in whatever order, each call is answered as the protocol has it',
		1,
		() => actions(12),
		async (script) => {
			const everybody = new Everybody(fuzz.ask, await createFuzzSession(fuzz.ask));
			const model = new LifeModel();
			const done: Done[] = [];
			for (const action of script) {
				const answered = await everybody.act(action);
				done.push(answered);
				expectAsPromised(done, answered, model.expect(action));
				model.follow(answered);
			}
			await deleteSession(fuzz.ask, everybody.session);
		},
	);
});

/** Several actions at a time, several times. */
function rounds(): fc.Arbitrary<Action[][]> {
	return fc.array(actions(5), { minLength: 1, maxLength: 5 });
}

/** What ends a wait for good, however it is done. */
const ENDINGS: readonly (readonly Action['verb'][])[] = [['deny'], ['cancel'], ['confirm', 'complete']];

/** Seconds that the polls wait here: longer than they may take. */
const WAIT = 40;

function keepsItsPromises(fuzz: Fuzz): void {
	fuzz.property('however many call at once, each promise is kept', 0.8, rounds, async (script) => {
		const everybody = new Everybody(fuzz.ask, await createFuzzSession(fuzz.ask));
		const done: Done[][] = [];
		for (const round of script) done.push(await Promise.all(round.map((action) => everybody.act(action))));
		const broken = brokenPromises(done);
		const story = done.map((round) => described(round)).join('\n');
		expect(broken.length === 0 ? [] : [...broken, story]).toEqual([]);
		await deleteSession(fuzz.ask, everybody.session);
	});

	fuzz.property(
		'however many polls wait, and in whatever way, all of them hear how it ended, and one gets the credential',
		0.2,
		() => fc.tuple(fc.integer({ min: 1, max: 6 }), fc.constantFrom(...ENDINGS), fc.boolean()),
		async ([waiting, ending, early]) => {
			const session = await createFuzzSession(fuzz.ask);
			const everybody = new Everybody(fuzz.ask, session);
			const headers = { authorization: `Bearer ${session.pollToken}`, prefer: `wait=${String(WAIT)}` };
			const poll = () => fuzz.ask({ method: 'GET', target: session.target, headers });
			const end = async () => {
				for (const verb of ending) await everybody.act({ verb, shown: 'right', key: undefined });
			};
			const polls = early ? Array.from({ length: waiting }, poll) : [];
			const ended = end();
			if (!early) polls.push(...Array.from({ length: waiting }, poll));
			const told = (await Promise.all(polls)).map(({ status, body }) =>
				status === 200 ? body['status'] : status,
			);
			await ended;
			const possible = { deny: ['denied'], cancel: [404] }[String(ending[0])] ?? [
				'confirmed',
				'ready',
				'consumed',
			];
			expect(possible).toEqual(expect.arrayContaining(told));
			expect(told.filter((each) => each === 'ready').length).toBeLessThanOrEqual(1);
			await deleteSession(fuzz.ask, session);
		},
	);
}

describeFuzz('all at once', { mustHappen: MUST_HAPPEN }, keepsItsPromises);
describeFuzz('two brokers', { mustHappen: MUST_HAPPEN, shared: true }, keepsItsPromises);
