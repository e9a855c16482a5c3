import type { Call, CallAnswer } from '../call';
import { CODE, FILE } from '../parameters';

const PAGE: CallAnswer = {
	status: 200,
	description: 'The page. It changes nothing, so link previews do no harm.',
	headers: ['Content-Language'],
	content: { types: ['text/html'] },
};

const ASSET: CallAnswer = {
	status: 200,
	description: 'The file.',
	headers: ['Cache-Control'],
	content: { types: ['text/css', 'text/javascript', 'image/svg+xml', 'image/png'] },
};

/** What browsers open. */
export const PAGE_CALLS: readonly Call[] = [
	{
		method: 'get',
		path: '/',
		operationId: 'openHome',
		summary: 'To where codes are typed',
		description: 'Leads to `/connect`.',
		access: 'anybody',
		answer: {
			status: 303,
			description: 'Go to `/connect`.',
			headers: ['Location'],
			content: { types: ['text/html', 'text/plain'] },
		},
		problems: ['internal_error'],
	},
	{
		method: 'get',
		path: '/connect',
		operationId: 'openPage',
		summary: 'Where codes are typed',
		description: 'The page, without a code.',
		access: 'anybody',
		answer: PAGE,
		problems: ['internal_error'],
	},
	{
		method: 'get',
		path: '/connect/{code}',
		operationId: 'openLink',
		summary: 'The link that the person gets',
		description: 'The page, with a code. It is the same page whether there is such a session or not.',
		access: 'anybody',
		parameters: [CODE],
		answer: PAGE,
		problems: ['internal_error'],
	},
	{
		method: 'get',
		path: '/assets/{file}',
		operationId: 'readAsset',
		summary: 'What the page is made of',
		description: 'Script, style and pictures of the page.',
		access: 'anybody',
		parameters: [FILE],
		answer: ASSET,
		problems: ['not_found', 'internal_error'],
	},
	{
		method: 'get',
		path: '/branding/{file}',
		operationId: 'readBranding',
		summary: 'What the operator adds',
		description: 'Logo and colours, where the operator has configured them.',
		access: 'anybody',
		parameters: [FILE],
		answer: { ...ASSET, content: { types: ['text/css', 'image/svg+xml', 'image/png'] } },
		problems: ['not_found', 'internal_error'],
	},
	{
		method: 'get',
		path: '/docs',
		operationId: 'readDocumentation',
		summary: 'This document, to read',
		description: 'A page made of this document.',
		access: 'anybody',
		answer: { status: 200, description: 'The page.', content: { types: ['text/html'] } },
		problems: ['internal_error'],
	},
	{
		method: 'get',
		path: '/docs/{file}',
		operationId: 'readDocumentationAsset',
		summary: 'What that page is made of',
		description: 'Its style and pictures.',
		access: 'anybody',
		parameters: [FILE],
		answer: { ...ASSET, content: { types: ['text/css', 'image/svg+xml'] } },
		problems: ['not_found', 'internal_error'],
	},
];
