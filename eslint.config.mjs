import js from '@eslint/js';
import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import tseslint from 'typescript-eslint';

const nodes = ['nodes/**/*.ts'];
const credentials = ['credentials/**/*.ts'];
const rulesOf = (name) => n8nNodesBase.configs[name].rules;

export default tseslint.config(
	{ ignores: ['**/dist/**', '**/node_modules/**', '**/.cache/**', 'coverage/**'] },
	js.configs.recommended,
	{
		files: ['**/*.ts'],
		extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
		languageOptions: {
			parserOptions: {
				project: [
					'./tsconfig.json',
					'./protocol/tsconfig.json',
					'./broker/tsconfig.json',
					'./broker/page/tsconfig.json',
					'./broker/operator/page/tsconfig.json',
					'./test/tsconfig.json',
				],
				tsconfigRootDir: import.meta.dirname,
			},
		},
	},
	{
		// Names in brackets are how an index signature is read under noPropertyAccessFromIndexSignature.
		files: ['**/*.ts'],
		rules: { '@typescript-eslint/dot-notation': 'off' },
	},
	{
		files: ['**/*.{mjs,js}'],
		languageOptions: {
			globals: Object.fromEntries(
				[
					'console',
					'crypto',
					'process',
					'module',
					'require',
					'__dirname',
					'AbortController',
					'Buffer',
					'URL',
					'fetch',
					'performance',
					'setTimeout',
					'clearTimeout',
				].map((name) => [name, 'readonly']),
			),
		},
	},
	{
		files: nodes,
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: {
			...rulesOf('nodes'),
			// Older than NodeConnectionTypes; n8n's own scan switches them off.
			'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
			'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
			// Wants an address of n8n's documentation that the verification scan's own version refuses.
			'n8n-nodes-base/node-param-description-wrong-for-dynamic-options': 'off',
		},
	},
	{
		files: credentials,
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: {
			...rulesOf('credentials'),
			// Asks for a camel-cased file in n8n's own repository; a community package documents at an address.
			'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
		},
	},
	{
		files: [...nodes, ...credentials, 'package.json'],
		extends: [n8nCommunityNodesPlugin.configs.recommended],
	},
	// A package.json is read as the one expression that it is.
	{ files: ['package.json'], languageOptions: { parser: tseslint.parser } },
);
