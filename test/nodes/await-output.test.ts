import { outputOf, type OutputContext } from '../../nodes/AwaitCredential/await-output';
import { OUTPUTS } from '../../nodes/AwaitCredential/outputs';
import type { AwaitParameters } from '../../nodes/AwaitCredential/await-parameters';
import { makeSealingKey } from '../../nodes/shared/derived-keys';
import { unsealCredential } from '../../nodes/shared/sealed-credential';
import { unsealSession, type Session } from '../../nodes/shared/sealed-session';

const sealingKey = makeSealingKey();
const SESSION: Session = {
	id: 'a'.repeat(64),
	code: 'ABCD-1234',
	broker: 'https://broker.example',
	pollToken: 'pt_1',
	privateKey: 'key',
	use: [{ in: 'bearer', field: 'api_key' }],
	allowedHosts: ['api.example.com'],
	expiresAt: '2026-11-24T00:00:00Z',
};
const PARAMETERS: AwaitParameters = {
	from: { code: SESSION.code },
	wait: 'untilCompleted',
	output: 'sealed',
	target: undefined,
	limitWait: Infinity,
	validFor: undefined,
	includePreview: false,
	includeInputData: false,
};
const FIELDS = { api_key: 'sk-live-0123456789-wxyz' };

function context(
	parameters: Partial<AwaitParameters> = {},
	more: Partial<OutputContext> = {},
): OutputContext {
	return {
		sealingKey,
		session: SESSION,
		parameters: { ...PARAMETERS, ...parameters },
		store: undefined,
		asTool: false,
		...more,
	};
}
const received = (parameters: Partial<AwaitParameters> = {}, more: Partial<OutputContext> = {}) =>
	outputOf({ kind: 'received', fields: FIELDS }, context(parameters, more));

it('sealed: the values are in the seal alone, with their use and their hosts', async () => {
	const { output, json } = await received();
	expect(output).toBe(OUTPUTS.received);
	expect(Object.keys(json).sort()).toEqual(['credential', 'fields', 'receivedAt', 'status']);
	expect(json).toMatchObject({ status: 'ready', fields: ['api_key'] });
	expect(JSON.stringify(json)).not.toContain(FIELDS.api_key);
	expect(await unsealCredential(sealingKey, json['credential'])).toEqual({
		fields: FIELDS,
		use: SESSION.use,
		allowedHosts: SESSION.allowedHosts,
	});
});

it('Valid For is the end inside the seal, and told beside it', async () => {
	const { json } = await received({ validFor: 60_000 });
	const { validUntil } = await unsealCredential(sealingKey, json['credential']);
	expect(json['validUntil']).toBe(validUntil);
	expect(Date.parse(validUntil ?? '') - Date.parse(json['receivedAt'] as string)).toBe(60_000);
	await expect(
		unsealCredential(sealingKey, json['credential'], Date.parse(validUntil ?? '')),
	).rejects.toThrow('was valid until');
	expect(
		await unsealCredential(sealingKey, json['credential'], Date.parse(validUntil ?? '') - 1),
	).toBeDefined();
});

it('decrypted: the values themselves', async () => {
	const { json } = await received({ output: 'decrypted' });
	expect(json['credential']).toEqual(FIELDS);
});

it('a preview only where it was asked for', async () => {
	expect((await received()).json).not.toHaveProperty('preview');
	expect((await received({ includePreview: true })).json['preview']).toEqual({ api_key: '…wxyz' });
	expect((await received({ includePreview: true, output: 'decrypted' })).json['preview']).toEqual({
		api_key: '…wxyz',
	});
});

it.each(['sealed', 'decrypted', 'n8nCredential'] as const)(
	'a model never gets a value: Output %s',
	async (output) => {
		const { json } = await received({ output, includePreview: true }, { asTool: true });
		expect(Object.keys(json).sort()).toEqual(['code', 'fields', 'note', 'receivedAt', 'status']);
		expect(JSON.stringify(json)).not.toMatch(/sk-live|wxyz|la1\./);
	},
);

it('over without a credential: declined and expired, with what is known of it', async () => {
	expect(await outputOf({ kind: 'declined', reported: false, reason: 'not mine' }, context())).toEqual({
		output: OUTPUTS.declined,
		json: { status: 'declined', reported: false, reason: 'not mine' },
	});
	expect(await outputOf({ kind: 'expired', detail: 'why' }, context())).toEqual({
		output: OUTPUTS.expired,
		json: { status: 'expired', detail: 'why' },
	});
	const times = { openedAt: '2026-11-24T00:01:00Z', endedAt: '2026-11-24T00:10:00Z' };
	expect(await outputOf({ kind: 'expired', reason: 'opened', ...times }, context())).toEqual({
		output: OUTPUTS.expired,
		json: { status: 'expired', reason: 'opened', ...times },
	});
	const pending = await outputOf(
		{ kind: 'pending', status: 'pending', ...times, expiresAt: 'sooner' },
		context(),
	);
	expect(pending.json).toMatchObject({ ...times, expiresAt: 'sooner' });
	const gave = await outputOf({ kind: 'received', fields: FIELDS, ...times }, context());
	expect(gave.json).toMatchObject({ status: 'ready', openedAt: times.openedAt });
});

it('not over: what is needed to go on, which for a model is the code', async () => {
	const { output, json } = await outputOf({ kind: 'timeout' }, context());
	expect(output).toBe(OUTPUTS.expired);
	expect(json).toMatchObject({ status: 'timeout', code: SESSION.code });
	expect(await unsealSession(sealingKey, json['session'])).toEqual(SESSION);
	const pending = await outputOf({ kind: 'pending', status: 'confirmed', detail: 'x' }, context());
	expect(pending.output).toBe(OUTPUTS.pending);
	expect(pending.json).toMatchObject({
		status: 'confirmed',
		detail: 'x',
		code: SESSION.code,
		expiresAt: SESSION.expiresAt,
	});
	expect(pending.json).toHaveProperty('session');
	expect(pending.json).not.toHaveProperty('note');
	const forModel = await outputOf(
		{ kind: 'pending', status: 'pending' },
		context({ wait: 'suspend' }, { asTool: true }),
	);
	expect(forModel.json).not.toHaveProperty('session');
	expect(forModel.json['note']).toContain('A tool cannot be suspended');
});
