import fc from 'fast-check';

import { makeSealingKey } from '../../nodes/shared/derived-keys';
import { SealedValueError } from '../../nodes/shared/errors';
import { isSealedAs, seal, unseal, type SealPurpose } from '../../nodes/shared/sealing';

const KEY = makeSealingKey();
const PURPOSES: SealPurpose[] = ['session', 'agent-state', 'credential'];

/** Why a value cannot be opened. */
const faultOf = (key: string, purpose: SealPurpose, sealed: unknown) =>
	unseal(key, purpose, sealed).then(
		() => 'opened',
		(error: unknown) => (error instanceof SealedValueError ? error.fault : error),
	);

it('gives back what was sealed, for every purpose', async () => {
	await fc.assert(
		fc.asyncProperty(fc.jsonValue(), fc.constantFrom(...PURPOSES), async (value, purpose) => {
			const sealed = await seal(KEY, purpose, value);
			expect(JSON.stringify(await unseal(KEY, purpose, sealed))).toBe(JSON.stringify(value));
		}),
		{ numRuns: 50 },
	);
});

it('never seals to the same text twice, and shows nothing of the value or the key', async () => {
	const [one, two] = await Promise.all([
		seal(KEY, 'session', 'secret-value'),
		seal(KEY, 'session', 'secret-value'),
	]);
	expect(one).not.toBe(two);
	expect(one).toMatch(/^la1\.session\.[\w-]{8}\.[\w-]+$/);
	expect(one).not.toContain(KEY.slice(0, 8));
});

it('a credential says what it is in front, and opens without that too, as earlier versions made it', async () => {
	const sealed = await seal(KEY, 'credential', 'value');
	const [label = '', rest = ''] = sealed.split(/(?<=^.+?\.)(?=la1\.)/);
	expect(label).toBe('sealed-by-linkauth.choose-linkauth-api-as-authentication.');
	expect(await unseal(KEY, 'credential', rest)).toBe('value');
	expect(await faultOf(KEY, 'credential', `something-else.${rest}`)).toBe('not-sealed');
});

it.each([
	['la1.session.abcdefgh.cut', true],
	[' la1.session.abcdefgh.x', true],
	['la1.credential.abcdefgh.x', false],
	['session', false],
	[5, false],
])('%p is meant as a sealed session: %p', (value, is) => {
	expect(isSealedAs('session', value)).toBe(is);
});

it('a value opens for its own purpose only, also where the label is changed', async () => {
	for (const made of PURPOSES) {
		const sealed = await seal(KEY, made, 1);
		for (const asked of PURPOSES.filter((purpose) => purpose !== made)) {
			expect(await faultOf(KEY, asked, sealed)).toBe('wrong-purpose');
			expect(await faultOf(KEY, asked, sealed.replace(`.${made}.`, `.${asked}.`))).toBe('damaged');
		}
	}
});

it('tells another key from damage', async () => {
	const sealed = await seal(KEY, 'credential', { api_key: 'x' });
	expect(await faultOf(makeSealingKey(), 'credential', sealed)).toBe('other-key');
	await fc.assert(
		fc.asyncProperty(fc.integer({ min: sealed.lastIndexOf('.') + 1, max: sealed.length - 2 }), async (at) => {
			const changed = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1);
			expect(await faultOf(KEY, 'credential', changed)).toBe('damaged');
		}),
		{ numRuns: 50 },
	);
	expect(await faultOf(KEY, 'credential', sealed.slice(0, -9))).toBe('damaged');
});

it('whatever else is given is refused by name', async () => {
	for (const nothing of [undefined, null, '']) expect(await faultOf(KEY, 'session', nothing)).toBe('missing');
	await fc.assert(
		fc.asyncProperty(fc.anything(), async (value) => {
			expect(await faultOf(KEY, 'session', value)).toMatch(/^(missing|not-sealed)$/);
		}),
	);
});

it('without a sealing key nothing is sealed', async () => {
	for (const key of ['', 'short', `${KEY}A`, `${KEY.slice(0, -1)}!`]) {
		await expect(seal(key, 'session', 1)).rejects.toThrow('has no sealing key yet');
	}
});

it('opens a value that another implementation sealed', async () => {
	// Made with Python's cryptography (HKDF-SHA-256, AES-256-GCM) by test/nodes/sealing-vector.py.
	const key = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8';
	expect(await unseal(key, 'credential', VECTOR)).toEqual({ fields: { api_key: 'sk-test' } });
});

const VECTOR =
	'la1.credential.N0wk49hP.AAECAwQFBgcICQoLXkXEP_EoAD5dmGx2nVrzzT2EvZplZH4D-6UydsocokHFprFO__2bYtT-4FP60Sf8e7w';
