import path from 'node:path';
import type { Context } from '../http/context';
import { CALLBACK_PATH } from '../../protocol/callback-path';
import { DEFAULT_LANGUAGE } from './read-page';
import { route, type Route, type RouteAnswer, type RouteDependencies } from './route';
import { sendFile, type StaticFile } from './static-file';

const PAGE: RouteAnswer = {
	status: 200,
	description: 'The page. It changes nothing, so link previews do no harm.',
	headers: ['Content-Language', 'Content-Encoding', 'Vary'],
	types: ['text/html'],
};

const ASSET: RouteAnswer = {
	status: 200,
	description: 'The file.',
	headers: ['Cache-Control', 'Content-Encoding', 'Vary'],
	types: ['text/javascript', 'image/svg+xml'],
};

/** Of an asset that is opened by itself: it does nothing. Shorter than the policy of pages, which comes with each file. */
const ASSET_POLICY = "default-src 'none'; sandbox";

/** What browsers open. */
export const PAGE_ROUTES: readonly Route[] = [
	route({
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
			types: ['text/html', 'text/plain'],
		},
		handle: (context) => {
			context.redirect('/connect');
			context.status = 303;
		},
	}),
	route({
		method: 'get',
		path: '/connect',
		operationId: 'openPage',
		summary: 'Where codes are typed',
		description: 'The page, without a code.',
		access: 'anybody',
		answer: PAGE,
		handle: sendPage,
	}),
	route({
		method: 'get',
		path: '/connect/:code',
		operationId: 'openLink',
		summary: 'The link that the person gets',
		description: 'The page, with a code. It is the same page whether there is such a session or not.',
		access: 'anybody',
		answer: PAGE,
		handle: sendPage,
	}),
	route({
		method: 'get',
		path: CALLBACK_PATH,
		operationId: 'openCallback',
		summary: 'Where providers send people back to',
		description:
			'The same page. What stands in the address is for its script alone: the broker does not look at it, and does not write it anywhere.',
		access: 'anybody',
		answer: PAGE,
		handle: sendPage,
	}),
	route({
		method: 'get',
		path: '/assets/:file',
		operationId: 'readAsset',
		summary: 'What the page is made of',
		description: 'Scripts that the page loads later, and its icon.',
		access: 'anybody',
		answer: ASSET,
		problems: ['not_found'],
		handle: (context, { page }) => {
			context.set('Content-Security-Policy', ASSET_POLICY);
			sendAsset(context, page.assets);
		},
	}),
	route({
		method: 'get',
		path: '/branding/:file',
		operationId: 'readBranding',
		summary: 'What the operator adds',
		description: 'The logo, where the operator has configured one.',
		access: 'anybody',
		answer: { ...ASSET, types: ['image/svg+xml', 'image/png'] },
		problems: ['not_found'],
		handle: (context, { page }) => {
			const asset = page.branding.get(context.path);
			if (!asset) return;
			context.type = asset.type;
			context.set('Content-Security-Policy', asset.policy);
			if (context.query['v'] === asset.version) keepForEver(context);
			sendFile(context, asset.file);
		},
	}),
	route({
		method: 'get',
		path: '/docs',
		operationId: 'readDocumentation',
		summary: 'This document, to read',
		description: 'A page made of this document.',
		access: 'anybody',
		answer: {
			status: 200,
			description: 'The page.',
			headers: ['Content-Encoding', 'Vary'],
			types: ['text/html'],
		},
		handle: (context, { docs }) => {
			context.type = 'text/html; charset=utf-8';
			sendFile(context, docs.document);
		},
	}),
	route({
		method: 'get',
		path: '/docs/:file',
		operationId: 'readDocumentationAsset',
		summary: 'What that page is made of',
		description: 'Its style and pictures.',
		access: 'anybody',
		answer: { ...ASSET, types: ['text/css', 'image/svg+xml'] },
		problems: ['not_found'],
		handle: (context, { docs }) => {
			sendAsset(context, docs.assets);
		},
	}),
];

/** The page in the best of the languages that are asked for (RFC 9110 section 12.5.4). */
function sendPage(context: Context, { page }: RouteDependencies): void {
	const found = context.acceptsLanguages([...page.documents.keys()]);
	const document = page.documents.get(found === false ? DEFAULT_LANGUAGE : found);
	context.vary('Accept-Language');
	context.set('Content-Language', document?.language ?? DEFAULT_LANGUAGE);
	context.set('Content-Security-Policy', page.policy);
	context.type = 'text/html; charset=utf-8';
	if (document) sendFile(context, document.file);
}

/** A file whose name holds a hash of its content, so that browsers may keep it for ever. */
function sendAsset(context: Context, assets: ReadonlyMap<string, StaticFile>): void {
	const name = context.params['file'] ?? '';
	const file = assets.get(name);
	if (!file) return;
	context.type = path.extname(name);
	keepForEver(context);
	sendFile(context, file);
}

function keepForEver(context: Context): void {
	context.set('Cache-Control', 'public, max-age=31536000, immutable');
}
