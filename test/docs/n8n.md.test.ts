import { readdirSync, statSync } from 'node:fs';
import { inRepository } from '../support/repository';
import { read } from './markdown';

const LARGEST_PICTURE = 150_000;

test('names the versions of n8n that are tested', () => {
	const [, newest = '', oldest = ''] =
		/newest: '([\d.]+)', oldest: '([\d.]+)'/.exec(read('scripts/cached-n8n.mjs')) ?? [];
	expect(read('docs/n8n.md').includes(`n8n ${newest} and n8n ${oldest}`)).toBe(true);
	expect(read('docs/compatibility.md').includes(`newest ${newest}, oldest ${oldest}`)).toBe(true);
});

test('shows pictures of n8n’s editor, each small enough, and all there are', () => {
	const guides = read('docs/n8n.md') + read('docs/oauth.md');
	const shown = [...guides.matchAll(/!\[(.+)\]\(images\/n8n\/([\w-]+\.png)\)/g)];
	expect(shown.map(([, , file]) => file).toSorted()).toEqual(
		readdirSync(inRepository('docs/images/n8n')).toSorted(),
	);
	for (const [, words = '', file = ''] of shown) {
		expect(words.length).toBeGreaterThan(20);
		expect(statSync(inRepository('docs/images/n8n', file)).size).toBeLessThan(LARGEST_PICTURE);
	}
});
