import type { INode } from 'n8n-workflow';
import { confirmCode, sendKey, visit } from '../../page/visit';
import { inARow } from '../../support/n8n-workflow';
import type { Editor } from './editor-page';
import { reaches, type StoredExecution } from './executions';
import type { WorkflowFile } from './public-api';
import type { Testbed } from './testbed';

/** A link of ours within a text. */
export const LINK = /http:\/\/\S+\/connect\/\S+#k=[\w-]+/;

/** A workflow that is run from the canvas. */
export interface CanvasRun {
	readonly name: string;
	/** One after the other; one of them is Request Credential. */
	readonly nodes: readonly INode[];
	/** What the person gives. */
	readonly secret: string;
}

/**
 * Runs a workflow from the editor's canvas, and has a person give what it asks for, in a browser of their own.
 * @returns the execution when it is over
 */
export async function runFromCanvas(
	testbed: Testbed,
	editor: Editor,
	{ name, nodes, secret }: CanvasRun,
): Promise<StoredExecution> {
	const file = inARow(...nodes);
	const placed = file.nodes.map((node, at) => ({ ...node, position: [at * 220, 0] }));
	const id = await testbed.create({ name, ...file, nodes: placed } as unknown as WorkflowFile);
	await editor.go(`/workflow/${id}`);
	await editor.part('execute-workflow-button').click();
	await editor.openNode('Request Credential');
	await editor.outputs('pending');
	const [link = ''] = LINK.exec(await editor.output()) ?? [];
	await editor.closeNode();
	const person = await visit(editor.browser, link);
	await confirmCode(person);
	await sendKey(person, secret);
	await person.sees('Sent');
	await person.close();
	return await reaches(testbed.n8n.session, id);
}
