import { spawnSync } from 'node:child_process';
import { REPOSITORY } from '../support/repository';

/*
 * Words of our own that stood for terms of the field, and are not to come back. Each is a regular expression as
 * `git grep -P` has it.
 */
const WORDS = [
	'\\b(?:patience|withinPatience|patientRunner|Patience|PATIENCE)\\b',
	'\\bBell\\b|\\bring\\(',
	'\\bheirs?\\b|\\basHeir\\b|\\bletOnToo\\b',
	'\\btell(?:All)?\\(|\\bseeOut\\b|\\bcountOut\\b|\\bseenFrom\\b',
	'\\banswerLater\\b',
	'\\bCredentialShelf\\b|\\bshelf\\b',
	'\\bBeside\\b(?! )|\\bCARRIERS\\b|\\bbeyond\\(',
	'\\bspokenName\\b|\\bspokenTime\\b|\\bwoken\\b',
	'\\bretiring\\b',
	'\\b(?:note|name)Session\\b',
	'Watch a broker|By the message on the screen|leads where this broker does not call|page of notes|who knocks|what goes along',
];

test.each(WORDS)('%s is not found', (word) => {
	const found = spawnSync(
		'git',
		['grep', '-nIP', word, '--', '.', ':!test/house/words.test.ts', ':!package-lock.json'],
		{
			cwd: REPOSITORY,
			encoding: 'utf8',
		},
	);
	expect(found.stdout).toBe('');
	// 1 is git's word for nothing found; anything above is a fault of the expression.
	expect(found.status).toBe(1);
});
