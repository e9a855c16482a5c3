import { brokerUrlOf, hasCurrentKey } from '../../nodes/shared/linkauth-api-data';

it.each([
	[' https://broker.example// ', 'https://broker.example'],
	['https://broker.example/linkauth/', 'https://broker.example/linkauth'],
	['', ''],
	[undefined, ''],
	[7, ''],
])('the broker’s URL of %p is %p', (baseUrl, url) => {
	expect(brokerUrlOf({ baseUrl })).toBe(url);
});

it.each([
	[{}, false],
	[{ sealingKey: '' }, false],
	[{ sealingKey: 'k' }, true],
	[{ sealingKey: 'k', sealingLabel: '' }, true],
	[{ sealingKey: 'k', sealingLabel: '2026-11' }, false],
	[{ sealingKey: 'k', sealingLabel: '2026-11', sealedSince: '2026-11' }, true],
	[{ sealingKey: 'k', sealingLabel: '', sealedSince: '2026-11' }, false],
])('%j has a sealing key that is the user’s: %p', (data, current) => {
	expect(hasCurrentKey(data)).toBe(current);
});
