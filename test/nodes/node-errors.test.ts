import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';

import { BrokerRefusal, BrokerUnavailable } from '../../nodes/shared/broker-errors';
import { LinkAuthError } from '../../nodes/shared/errors';
import { nodeError } from '../../nodes/shared/node-errors';

const NODE = { name: 'Node', type: 't', typeVersion: 1, id: '1', position: [0, 0], parameters: {} } as INode;

it('takes over what happened and what to do next, for the item', () => {
	const shown = nodeError(NODE, new LinkAuthError('It happened.', 'Do this.'), 3);
	expect(shown).toBeInstanceOf(NodeOperationError);
	expect(shown).toMatchObject({ message: 'It happened.', description: 'Do this.' });
	expect(shown.context['itemIndex']).toBe(3);
});

it.each([
	[new BrokerRefusal('Refused.', 'Do this.', 403), '403'],
	[new BrokerUnavailable('Not there.', 'Do this.', 503, 10), '503'],
	[new BrokerUnavailable('Not there.', 'Do this.'), null],
])('%p is an error of an API', (error, httpCode) => {
	const shown = nodeError(NODE, error, 0);
	expect(shown).toBeInstanceOf(NodeApiError);
	expect(shown).toMatchObject({ message: error.message, description: 'Do this.', httpCode });
});

it('nothing else of an error travels along', () => {
	const error = Object.assign(new Error('It happened.'), {
		config: { token: 'pt_secret' },
		cause: { token: 'pt_secret' },
	});
	expect(JSON.stringify(nodeError(NODE, error, 0))).not.toContain('pt_secret');
});

it.each([undefined, null, 'text', {}, { message: '' }, { message: 1 }])(
	'%p is told as something unexpected',
	(error) => {
		expect(nodeError(NODE, error, 0)).toMatchObject({
			message: 'Something unexpected happened.',
			description: 'Run the node again. If it stays, report this message, without secrets.',
		});
	},
);

it('an expression that cannot be read is told with its parameter', () => {
	const fault = (message: string, context: object) => Object.assign(new Error(message), { context });
	const missing = fault("Referenced node doesn't exist", {
		descriptionKey: 'nodeNotFound',
		nodeCause: 'Ask',
		parameter: 'options.limitWait',
	});
	expect(nodeError(NODE, missing, 0)).toMatchObject({
		message: expect.stringContaining('refers to the node “Ask”, and there is none of that name') as string,
		description: expect.stringContaining('in the parameter limit Wait') as string,
	});
	expect(nodeError(NODE, fault('No path.', { parameter: 'code' }), 0)).toMatchObject({
		message: 'An expression of this node gives nothing: No path.',
		description: expect.stringContaining('in the parameter code') as string,
	});
});

it('an error of n8n’s own stays as it is, and keeps the item that it names', () => {
	const own = new NodeOperationError(NODE, 'Own.', { itemIndex: 7 });
	expect(nodeError(NODE, own, 3)).toBe(own);
	expect(own.context['itemIndex']).toBe(7);
	const unnamed = new NodeOperationError(NODE, 'Own.');
	nodeError(NODE, unnamed, 3);
	expect(unnamed.context['itemIndex']).toBe(3);
});
