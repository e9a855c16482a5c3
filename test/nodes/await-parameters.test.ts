import { readParameters } from '../../nodes/AwaitCredential/await-parameters';
import { nodeContext } from '../support/n8n-context';

const read = (parameters: Readonly<Record<string, unknown>>) =>
	readParameters(
		nodeContext({
			parameters: {
				from: 'session',
				session: 'la1',
				wait: 'untilCompleted',
				output: 'sealed',
				...parameters,
			},
		}).context,
		0,
	);

it('without options the wait ends with the request, and the credential does not', () => {
	expect(read({})).toEqual({
		from: { session: 'la1' },
		wait: 'untilCompleted',
		output: 'sealed',
		target: undefined,
		limitWait: Infinity,
		validFor: undefined,
		includePreview: false,
		includeInputData: false,
	});
});

it('reads minutes and hours as milliseconds, and the code without white space', () => {
	const options = { limitWait: 0.5, validFor: '2', includePreview: true, includeInputData: true };
	expect(read({ from: 'code', code: ' ABCD-1234 ', options })).toMatchObject({
		from: { code: 'ABCD-1234' },
		limitWait: 30_000,
		validFor: 7_200_000,
		includePreview: true,
		includeInputData: true,
	});
});

it.each([
	[0, 0],
	['', Infinity],
	[null, Infinity],
])('Limit Wait %p is %d milliseconds', (limitWait, milliseconds) => {
	expect(read({ options: { limitWait } }).limitWait).toBe(milliseconds);
});

it.each(['soon', -1, {}, Infinity])('%p is no number of minutes', (limitWait) => {
	expect(() => read({ options: { limitWait } })).toThrow('Limit Wait is not a number.');
	expect(() => read({ options: { validFor: limitWait } })).toThrow('Valid For is not a number.');
});
