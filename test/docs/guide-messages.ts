import { globSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { inRepository } from '../support/repository';

/** Errors whose first text, or second where they have a code before it, n8n shows to whoever builds a workflow. */
const ERRORS = /^(?:LinkAuthError|SealedValueError|BrokerRefusal|BrokerUnavailable)$/;
/** Files that put what they show together elsewhere than where they throw it. */
const IN_PAIRS = 'broker-errors.ts';

/**
 * Every message that an error of the nodes can have, from their sources, with … for what is only known when it
 * happens.
 */
export function messagesOfNodes(): readonly string[] {
	return textsBy(messagesIn);
}

/** What the errors say below their message: what to do next. Texts that stand elsewhere are not among them. */
export function advicesOfNodes(): readonly string[] {
	return textsBy((node, file) => messagesIn(node, file).flatMap((message) => nextArgument(message) ?? []));
}

function textsBy(find: (node: ts.Node, file: string) => readonly ts.Node[]): readonly string[] {
	const files = globSync(['nodes/**/*.ts', 'credentials/*.ts'], { cwd: inRepository() });
	const found = files.flatMap((file) => {
		const text = readFileSync(inRepository(file), 'utf8');
		const inFile: string[] = [];
		const visit = (node: ts.Node): void => {
			for (const shown of find(node, file)) inFile.push(...textsOf(shown));
			node.forEachChild(visit);
		};
		visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
		return inFile;
	});
	return [...new Set(found)].toSorted();
}

function nextArgument(message: ts.Node): ts.Node | undefined {
	const { parent } = message;
	const siblings = ts.isArrayLiteralExpression(parent)
		? parent.elements
		: ts.isNewExpression(parent) || ts.isCallExpression(parent)
			? (parent.arguments ?? [])
			: [];
	return siblings[siblings.findIndex((each) => each === message) + 1];
}

function messagesIn(node: ts.Node, file: string): ts.Node[] {
	if (ts.isNewExpression(node) && ts.isIdentifier(node.expression) && ERRORS.test(node.expression.text)) {
		const [first, second] = node.arguments ?? [];
		const shown = node.expression.text === 'SealedValueError' ? second : first;
		return shown === undefined ? [] : [shown];
	}
	if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword) {
		return node.arguments.slice(0, 1).filter((argument) => ts.isStringLiteral(argument));
	}
	if (file.endsWith(IN_PAIRS) && ts.isArrayLiteralExpression(node) && node.elements.length === 2) {
		const [message] = node.elements;
		return message === undefined ? [] : [message];
	}
	const isFallback =
		ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken;
	return isFallback && file.endsWith('node-errors.ts') && node.left.getText().includes("'message'")
		? [node.right]
		: [];
}

/** The texts that an expression stands for, of both branches where it has two. */
function textsOf(node: ts.Node): string[] {
	if (ts.isStringLiteralLike(node)) return [node.text];
	if (ts.isConditionalExpression(node)) return [...textsOf(node.whenTrue), ...textsOf(node.whenFalse)];
	if (!ts.isTemplateExpression(node)) return [];
	return [node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join('')];
}
