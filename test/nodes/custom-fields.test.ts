import { customFields } from '../../nodes/RequestCredential/custom-fields';

it('reads the field editor, with what is left out filled in', () => {
	const field = [
		{
			name: ' region ',
			label: ' Region ',
			type: 'select',
			choices: ' EU \n\nUS\n',
			help: 'Where',
			placeholder: 'x',
		},
		{ name: '_a1', required: false, type: 'text', choices: 'not for a text' },
		{ name: 'other', type: 'unheard of', label: 1 },
	];
	expect(customFields({ field })).toEqual([
		{
			name: 'region',
			label: 'Region',
			type: 'select',
			required: true,
			options: ['EU', 'US'],
			help: 'Where',
			placeholder: 'x',
		},
		{ name: '_a1', label: '_a1', type: 'text', required: false },
		{ name: 'other', label: 'other', type: 'password', required: true },
	]);
});

it.each([
	[undefined, 'There are no Fields.'],
	[{}, 'There are no Fields.'],
	[{ field: 'text' }, 'There are no Fields.'],
	[{ field: [] }, 'There are no Fields.'],
	[{ field: [{ name: 'a' }, {}] }, 'Field 2 has no usable Name.'],
	[{ field: [{ name: '1a', label: 'One' }] }, 'Field 1 ("One") has no usable Name.'],
	[{ field: [{ name: 'a b' }] }, 'Field 1 has no usable Name.'],
	[{ field: [{ name: 'ä' }] }, 'Field 1 has no usable Name.'],
	[{ field: [{ name: 'a' }, { name: 'b' }, { name: 'a ' }] }, 'Two Fields have the name "a".'],
	[{ field: [{ name: 'a', type: 'select', choices: ' \n ' }] }, 'Field "a" has no Choices.'],
])('%j: names what is wrong', (parameter, message) => {
	expect(() => customFields(parameter)).toThrow(message);
});
