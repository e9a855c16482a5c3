import { readFileSync } from 'node:fs';
import type { OpenApiDocument } from '../../broker/openapi/openapi-types';
import { anyKeys } from '../support/agent';
import { SECRET_OF_FAULT } from '../support/broken-broker';
import { inRepository } from '../support/repository';
import { describeRedis } from '../support/stores';
import { documented } from '../openapi/documented';
import { fromAnOpenBroker } from './provoke-answers';
import {
	fromABrokenBroker,
	fromABrokerThatEnds,
	fromABrokerThatLimits,
	fromABrokerWithKeys,
	fromABrokerWithoutItsStore,
	fromABusyBroker,
	fromAFullBroker,
} from './provoke-refusals';
import type { Given } from './every-call';
import { fromABrokerWithoutItsProvider, fromABrokerWithSignIns } from './provoke-sign-ins';
import { headerFaults } from '../http/required-headers';

const text = readFileSync(inRepository('broker/dist/openapi/openapi.json'), 'utf8');
const { document, calls, find, faultsOf } = documented(JSON.parse(text) as OpenApiDocument);

/** Of what is no request that a route could answer: see test/openapi/unreadable-answers.test.ts. */
const UNREADABLE = new Set(['malformed_request', 'request_timeout', 'headers_too_large']);

/** Calls that nothing can go wrong with: they need neither the store nor what was sent. */
const SIMPLE = /^\/(?!v1\/|ready)|^\/v1\/(?:auth|providers|oauth\/callback)$/;

function codeOf({ status, body }: Given['answer']): string {
	return status >= 400 && typeof body['code'] === 'string' ? body['code'] : '';
}

describeRedis('every answer of a broker', () => {
	const given: Given[] = [];
	beforeAll(async () => {
		const key = (await anyKeys()).publicKey;
		await fromAnOpenBroker(given, key);
		await fromABrokerWithSignIns(given, key);
		await fromABrokerWithoutItsProvider(given, key);
		await fromABrokerWithKeys(given, key);
		await fromABrokerThatLimits(given, key);
		await fromABusyBroker(given, key);
		await fromABrokerWithoutItsStore(given, key);
		await fromAFullBroker(given, key);
		await fromABrokerThatEnds(given);
		await fromABrokenBroker(given, key);
	}, 60_000);

	test('is in the OpenAPI document, as it is', () => {
		const faults = given.flatMap(({ method, address, answer }) =>
			faultsOf(method, address, answer).map(
				(fault) => `${method} ${address} ${answer.text.slice(0, 200)}: ${fault}`,
			),
		);
		expect(faults).toEqual([]);
		expect(given.length).toBeGreaterThan(150);
	});

	test('has the headers that keep a browser from harm', () => {
		const faults = given.flatMap(({ method, address, answer }) =>
			headerFaults(address, answer.headers).map(
				(fault) => `${method} ${address} ${String(answer.status)}: ${fault}`,
			),
		);
		expect(faults).toEqual([]);
	});

	test('comes up: whatever the document says can be answered is answered here once', () => {
		const seen = new Set(
			given.map(({ method, address, answer }) => {
				const { operation } = find(method, address) ?? {};
				return `${operation?.operationId ?? ''} ${String(answer.status)} ${codeOf(answer)}`;
			}),
		);
		const promised = calls.flatMap(({ path, operation: { operationId, responses } }) =>
			Object.entries(responses).flatMap(([status, { content }]) => {
				const { enum: codes = [''] } =
					content?.['application/problem+json']?.schema.properties?.['code'] ?? {};
				return codes
					.filter((code) => code !== 'internal_error' || !SIMPLE.test(path))
					.map((code) => `${operationId} ${status} ${String(code)}`);
			}),
		);
		expect(promised.filter((each) => !seen.has(each))).toEqual([]);
	});

	test('has nothing of a fault that nobody thought of, beyond that there was one', () => {
		const faults = given.filter(({ answer }) => answer.status === 500);
		expect(faults.length).toBeGreaterThan(5);
		const { internal_error: expected } = document.components.examples;
		const { detail } = expected?.value as { readonly detail: string };
		const said = [expected?.value, { error: 'server_error', error_description: detail }].map(worded);
		expect(faults.filter(({ answer }) => !said.includes(worded(answer.body)))).toEqual([]);
		expect(JSON.stringify(given)).not.toContain(SECRET_OF_FAULT);
	});

	test('says of each problem, word for word, what the document says of it', () => {
		const told = new Set(
			given.filter(({ answer }) => answer.status >= 400).map(({ answer }) => worded(answer.body)),
		);
		const examples = Object.entries(document.components.examples).filter(([code]) => !UNREADABLE.has(code));
		expect(examples.filter(([, { value }]) => !told.has(worded(value)))).toEqual([]);
		expect(examples.length).toBeGreaterThan(20);
	});
});

/** A problem without numbers and ends of sessions, which differ between brokers. */
function worded(problem: unknown): string {
	return JSON.stringify({ ...(problem as object), ended: undefined, link: undefined }).replaceAll(
		/\d+/g,
		'N',
	);
}
