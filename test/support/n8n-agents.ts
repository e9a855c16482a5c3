import type {
	EngineRequest,
	EngineResponse,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';

/** What LangChain makes of a node. */
interface Tool {
	invoke(input: object): Promise<string>;
}

function description(name: string): INodeTypeDescription {
	return {
		displayName: name,
		name,
		group: ['transform'],
		version: 1,
		description: 'Stands for an AI agent: uses its one tool once, and gives what a model would have read',
		defaults: { name },
		inputs: ['main', 'ai_tool'],
		outputs: ['main'],
		properties: [],
	};
}

/** As the AI Agent node of n8n 1.x calls its tools: itself, through LangChain. */
class CallingAgent implements INodeType {
	description = description('callingAgent');

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const tools = (await this.getInputConnectionData('ai_tool', 0)) as Tool[];
		const read = await Promise.all(tools.map((tool) => tool.invoke({})));
		return [[{ json: { read: read.join('\n') }, pairedItem: { item: 0 } }]];
	}
}

/** As the AI Agent node of n8n 2.x calls its tools: it asks the engine to run them. */
class AskingAgent implements INodeType {
	description = description('askingAgent');

	execute(
		this: IExecuteFunctions,
		response?: EngineResponse,
	): Promise<INodeExecutionData[][] | EngineRequest<IDataObject>> {
		const results = response?.actionResponses ?? [];
		if (results.length > 0) {
			const read = JSON.stringify(results.map(({ data }) => data.data?.['ai_tool']));
			return Promise.resolve([[{ json: { read }, pairedItem: { item: 0 } }]]);
		}
		const [tool] = this.getParentNodes(this.getNode().name, { connectionType: 'ai_tool', depth: 1 });
		const action = {
			actionType: 'ExecutionNodeAction' as const,
			nodeName: tool?.name ?? '',
			input: {},
			type: 'ai_tool' as const,
			id: 'call',
			metadata: { itemIndex: 0 },
		};
		return Promise.resolve({ actions: [action], metadata: {} });
	}
}

/** Node types that stand for AI agents, by full name. */
export const AGENTS: Readonly<Record<string, INodeType>> = {
	'test.callingAgent': new CallingAgent(),
	'test.askingAgent': new AskingAgent(),
};
