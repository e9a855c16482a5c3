import { readFileSync } from 'node:fs';
import { LIVE_EXAMPLES } from '../../broker/openapi/examples';
import {
	METHODS,
	type Example,
	type OpenApiDocument,
	type Operation,
} from '../../broker/openapi/openapi-types';
import type { ConfirmReply, CreateSessionReply } from '../../protocol/messages';
import type { RunningBroker } from '../support/broker';
import { call, type Answer, type CallOptions } from '../support/http';
import type { OpenIdProvider } from '../support/openid-provider';
import { person } from '../support/person';
import { inRepository } from '../support/repository';
import { comeBack, leave, startSignInBroker } from '../support/sign-in-session';
import { documented, type DocumentedCall } from './documented';

const text = readFileSync(inRepository('broker/dist/openapi/openapi.json'), 'utf8');
const { document, calls, find, faultsOf } = documented(JSON.parse(text) as OpenApiDocument);

/** Calls that a state and cookies belong to, which no example can have. */
const SIGN_INS = new Set(['authorize', 'returnFromProvider', 'redeemCode']);

const FORM = 'application/x-www-form-urlencoded';

/** What a broker makes up, by the name that it has in addresses and bodies. */
type Live = Readonly<Record<keyof typeof LIVE_EXAMPLES, string>>;

const cases = calls.flatMap((each): [string, DocumentedCall, Example | undefined][] => {
	const [media] = Object.values(each.operation.requestBody?.content ?? {});
	const examples = Object.entries(media?.examples ?? {});
	if (examples.length === 0) return [[each.operation.operationId, each, undefined]];
	return examples.map(([name, example]) => [
		`${each.operation.operationId}, ${name}`,
		each,
		example as Example,
	]);
});

describe('the OpenAPI document, sent to the broker', () => {
	let broker: RunningBroker;
	let provider: OpenIdProvider;
	beforeAll(async () => {
		({ broker, provider } = await startSignInBroker());
	});
	afterAll(() => broker.stop());

	test('is what the broker serves', async () => {
		const served = await call(broker.url, 'GET', '/openapi.json');
		expect([served.status, served.headers['content-type']]).toEqual([200, 'application/json; charset=utf-8']);
		expect(served.text).toBe(text);
	});

	/** A session, made by the first example of the document, in the state that a call begins from. */
	async function liveFor(operationId: string): Promise<Live> {
		const { post } = document.paths['/v1/sessions'] ?? {};
		const { body } = await call<CreateSessionReply>(broker.url, 'POST', '/v1/sessions', {
			body: firstExample(post),
		});
		const { poll_token = '' } = body;
		const live = { ...LIVE_EXAMPLES, ...body, poll_token };
		if (operationId === 'exchangeDeviceCode') await person.give(broker.url, body.code, { api_key: 'k' });
		if (operationId !== 'completeSession') return live;
		const confirmed = await call<ConfirmReply>(broker.url, 'POST', `/v1/connect/${body.code}/confirm`);
		return { ...live, ...confirmed.body };
	}

	/** A sign-in that has come back from the provider, as its browser goes on with it. */
	async function comingBack(operationId: string): Promise<{ options: CallOptions; code: string }> {
		const left = await leave(broker.url);
		const { code } = left.session.reply;
		if (operationId === 'authorize') return { code, options: { headers: { cookie: left.cookie } } };
		const body = await comeBack({ provider }, left);
		return { code, options: { headers: { cookie: left.cookie }, body } };
	}

	test.each(
		calls
			.filter(({ operation }) => SIGN_INS.has(operation.operationId))
			.map((each) => [each.operation.operationId, each] as const),
	)('%s works for the browser of a sign-in', async (operationId, { path, method, operation }) => {
		const { code, options } = await comingBack(operationId);
		const answer = await call(broker.url, method.toUpperCase(), path.replace('{code}', code), options);
		const [expected] = Object.keys(operation.responses).sort();
		expect([String(answer.status), faultsOf(method.toUpperCase(), path, answer)]).toEqual([expected, []]);
	});

	async function send({ path, method, operation }: DocumentedCall, example: Example | undefined, live: Live) {
		const address = path.replace(
			/\{(\w+)\}/g,
			(_, name: string) => (live as Record<string, string>)[name] ?? 'x',
		);
		const body = example && withLive(example.value, live);
		const isForm = FORM in (operation.requestBody?.content ?? {});
		const options: CallOptions = {
			headers: { ...headersOf(operation, live), ...(isForm && { 'content-type': FORM }) },
			...(example && {
				body: isForm ? new URLSearchParams(body as Record<string, string>).toString() : body,
			}),
		};
		const answer: Answer = await call(broker.url, method.toUpperCase(), address, options);
		return { answer, faults: faultsOf(method.toUpperCase(), address, answer) };
	}

	test.each(cases.filter(([, { operation }]) => !SIGN_INS.has(operation.operationId)))(
		'%s works as its example says',
		async (_, each, example) => {
			const { operationId, responses } = each.operation;
			const { answer, faults } = await send(each, example, await liveFor(operationId));
			const [expected] = Object.keys(responses).sort();
			const wanted = each.path.endsWith('{file}') ? '404' : expected;
			expect({ status: String(answer.status), faults }).toEqual({
				status: wanted,
				faults: [],
			});
		},
	);

	test.each(cases)('%s, word for word, gets an answer that is documented', async (_, each, example) => {
		const { faults } = await send(each, example, LIVE_EXAMPLES);
		expect(faults).toEqual([]);
	});

	test('lists the methods that the broker lists', async () => {
		for (const path of Object.keys(document.paths)) {
			// Where an address fits two paths, the broker lists the methods of both.
			const address = path.replace(/\{\w+\}/g, 'x');
			const { status, headers } = await call(broker.url, 'OPTIONS', address);
			const allowed = String(headers['allow'])
				.split(', ')
				.filter((method) => method !== 'HEAD');
			const listed = METHODS.map((method) => method.toUpperCase()).filter((method) => find(method, address));
			expect([path, status, allowed.sort()]).toEqual([path, 200, listed.sort()]);
		}
	});
});

function firstExample(operation: Operation | undefined): unknown {
	const [first] = Object.values(operation?.requestBody?.content['application/json']?.examples ?? {});
	return (first as Example | undefined)?.value;
}

/** The headers of a call: its parameters' examples, and the secrets that it asks for. */
function headersOf({ parameters = [], security }: Operation, live: Live): Record<string, string> {
	const given = parameters.filter((each) => each.in === 'header' && each.example !== undefined);
	const values = given.map(({ name, example = '' }) => [
		name.toLowerCase(),
		name === 'X-Connect-Token' ? live.connect_token : example,
	]);
	return {
		...(Object.fromEntries(values) as Record<string, string>),
		...(security.some((each) => 'pollToken' in each) && { authorization: `Bearer ${live.poll_token}` }),
	};
}

/** The body of an example, with what this broker has made up. */
function withLive(value: unknown, live: Live): unknown {
	const made: Readonly<Record<string, string>> = {
		connect_token: live.connect_token,
		user_code: live.user_code,
		device_code: `${live.session_id}.${live.poll_token}`,
	};
	return JSON.parse(JSON.stringify(value), (name, each: unknown) => made[name] ?? each) as unknown;
}
