import type {
	IExecuteFunctions,
	INodeExecutionData,
	IPairedItemData,
	IRunExecutionData,
	ISourceData,
	ITaskData,
} from 'n8n-workflow';

import { runsAsTool } from '../shared/ai-tool';
import { LinkAuthError } from '../shared/errors';
import { isSealedAs } from '../shared/sealing';
import { OUTPUTS } from './outputs';

const REQUEST = '.requestCredential';
const AWAIT = '.awaitCredential';

/** An item that some node gave on the way to this one. */
interface Place {
	readonly node: string;
	readonly run: number;
	readonly output: number;
	readonly item: number;
}

/** A session on an item's way. */
interface Finding {
	readonly node: string;
	readonly session: string;
	/** An Await Credential on the way from there has given what came of it. */
	readonly awaited: boolean;
}

/**
 * The session that an item means where nobody says which: its own, or that of the nearest item before it, on the way
 * that it came through the workflow. Names of nodes do not matter, nor what stands between.
 *
 * n8n knows an item's way from its pairing and the sources of each run. Where a node has given no pairing, what came
 * into that run counts if it is one session, or as many as there are items.
 * @throws LinkAuthError where there is none, or more than one
 */
export function sessionBefore(context: IExecuteFunctions, itemIndex: number): string {
	const input = context.getInputData()[itemIndex];
	const own = sessionOf(input);
	if (own !== undefined) return own;
	if (runsAsTool(context)) {
		throw new LinkAuthError(
			'A tool has no item before it that could have a session.',
			'Choose Continue From: Code, and let the model fill in the code that Request Credential gave.',
		);
	}
	const search = new SessionSearch(context);
	const found = unique(search.before(input, itemIndex));
	const open = found.filter(({ awaited }) => !awaited);
	const [first, second] = open.length > 0 ? open : found;
	if (first === undefined) throw search.nothing();
	if (second !== undefined) throw several(open.length > 0 ? open : found);
	return first.session;
}

function sessionOf(item: INodeExecutionData | undefined): string | undefined {
	const session = item?.json['session'];
	return isSealedAs('session', session) ? session : undefined;
}

class SessionSearch {
	private readonly data: IRunExecutionData['resultData'] | undefined;
	private readonly types: ReadonlyMap<string, string>;
	private readonly seen = new Set<string>();
	/** The node whose items n8n cannot link to those before. */
	private unlinked: string | undefined;
	/** A Request Credential on the way that has made no session for the item. */
	private failed: string | undefined;

	constructor(private readonly context: IExecuteFunctions) {
		// n8n shows a node the execution that it is part of, but does not declare it.
		const { runExecutionData } = context as { readonly runExecutionData?: IRunExecutionData | null };
		this.data = runExecutionData?.resultData;
		const parents = context.getParentNodes(context.getNode().name);
		this.types = new Map(parents.filter(({ disabled }) => !disabled).map(({ name, type }) => [name, type]));
	}

	/** @throws LinkAuthError where part of the way cannot be told */
	before(input: INodeExecutionData | undefined, itemIndex: number): Finding[] {
		const { source } = this.context.getExecuteData();
		const found = this.onward(linksOf(input) ?? [{ item: itemIndex }], source?.['main'] ?? [], false);
		if (this.unlinked === undefined) return found;
		throw new LinkAuthError(
			`Which request this item belongs to cannot be told: “${this.unlinked}” gave it without a link to the items before.`,
			`Keep the field "session" in “${this.unlinked}”, or name the session under Options, Session.`,
		);
	}

	/** Why nothing was found. */
	nothing(): LinkAuthError {
		if (this.failed !== undefined) {
			return new LinkAuthError(
				`“${this.failed}” has made no request for this item.`,
				'Its output says why. Choose under On Error in its settings where its errors go.',
			);
		}
		const requests = [...this.types].filter(([, type]) => type.endsWith(REQUEST)).map(([name]) => name);
		if (requests.length > 0) {
			return new LinkAuthError(
				`No request was made on the way of this item: ${quoted(requests)} did not run for it.`,
				'Lead only items here for which a person has been asked, or name the session under Options, Session.',
			);
		}
		return new LinkAuthError(
			'There is no Request Credential before this node, and no session in this item.',
			'Connect Request Credential in front of it; what stands between does not matter. Where the request was made elsewhere, such as in the workflow that calls this one, pass its field "session" on in the item, or choose Continue From: Code.',
		);
	}

	private onward(
		links: readonly IPairedItemData[],
		sources: readonly (ISourceData | null)[],
		awaited: boolean,
	): Finding[] {
		return links.flatMap((link) => {
			const source = link.sourceOverwrite ?? sources[link.input ?? 0];
			return source ? this.at(placeOf(source, link.item), awaited) : [];
		});
	}

	private at(place: Place, awaited: boolean): Finding[] {
		const key = JSON.stringify([place.node, place.run, place.output, place.item, awaited]);
		if (this.seen.has(key)) return [];
		this.seen.add(key);
		const { node } = place;
		const type = this.types.get(node) ?? '';
		const items = this.itemsAt(place);
		const item = items[place.item];
		const session = sessionOf(item);
		const passed = awaited || (type.endsWith(AWAIT) && place.output === OUTPUTS.received);
		if (session !== undefined) return [{ node, session, awaited: passed }];
		if (type.endsWith(REQUEST)) {
			this.failed ??= node;
			return [];
		}
		const sources = this.task(place)?.source ?? [];
		const links = linksOf(item);
		return links === undefined
			? this.ofUnlinked(place, items.length, passed)
			: this.onward(links, sources, passed);
	}

	/** What an item may mean that has no link to those before: only where there is no doubt. */
	private ofUnlinked(place: Place, count: number, awaited: boolean): Finding[] {
		return this.groupsBefore(place).flatMap(({ node, sessions }) => {
			const only = new Set(sessions).size === 1 ? sessions[0] : undefined;
			const session = only ?? (sessions.length === count ? sessions[place.item] : undefined);
			if (session !== undefined) return [{ node, session, awaited }];
			this.unlinked ??= place.node;
			return [];
		});
	}

	/** The sessions of all items of a run, or of the nearest runs before it that have any. */
	private groups(place: Place): { readonly node: string; readonly sessions: readonly string[] }[] {
		const key = JSON.stringify([place.node, place.run, place.output]);
		if (this.seen.has(key)) return [];
		this.seen.add(key);
		const sessions = this.itemsAt(place)
			.map(sessionOf)
			.filter((session) => session !== undefined);
		return sessions.length > 0 ? [{ node: place.node, sessions }] : this.groupsBefore(place);
	}

	private groupsBefore(place: Place): { readonly node: string; readonly sessions: readonly string[] }[] {
		const sources = this.task(place)?.source ?? [];
		return sources.flatMap((source) => (source ? this.groups(placeOf(source, 0)) : []));
	}

	private task({ node, run }: Place): ITaskData | undefined {
		return this.data?.runData[node]?.[run];
	}

	private itemsAt(place: Place): readonly INodeExecutionData[] {
		const task = this.task(place);
		// A node that did not run, because its output is pinned in the editor.
		if (task === undefined) return this.data?.pinData?.[place.node] ?? [];
		return task.data?.['main']?.[place.output] ?? [];
	}
}

function placeOf(source: ISourceData, item: number): Place {
	return {
		node: source.previousNode,
		run: source.previousNodeRun ?? 0,
		output: source.previousNodeOutput ?? 0,
		item,
	};
}

/** The links of an item to those it was made from, or undefined where it has none. */
function linksOf(item: INodeExecutionData | undefined): readonly IPairedItemData[] | undefined {
	const paired = item?.pairedItem;
	if (paired === undefined) return undefined;
	const links = Array.isArray(paired) ? paired : [paired];
	return links.map((link) => (typeof link === 'number' ? { item: link } : link));
}

/** Each session once, where an item has come to it on several ways. */
function unique(found: readonly Finding[]): Finding[] {
	const bySession = new Map<string, Finding>();
	for (const finding of found) {
		const known = bySession.get(finding.session);
		if (known === undefined || known.awaited) bySession.set(finding.session, finding);
	}
	return [...bySession.values()];
}

function several(found: readonly Finding[]): LinkAuthError {
	const nodes = [...new Set(found.map(({ node }) => node))];
	return new LinkAuthError(
		`This item comes from ${String(found.length)} requests: of ${quoted(nodes)}.`,
		`Await each before they are merged, or say under Options, Session which one is meant, such as {{ $('${nodes[0] ?? ''}').item.json.session }}.`,
	);
}

function quoted(names: readonly string[]): string {
	return names.map((name) => `“${name}”`).join(' and ');
}
