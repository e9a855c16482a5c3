/** An operation that was called, and maybe answered. */
export interface Operation<Input, Output> {
	readonly input: Input;
	/** When it was called; of two moments the later one is the larger. */
	readonly called: number;
	/** When it was answered, and what with; undefined where no answer came: it may have happened at any time since, or not. */
	readonly answer: { readonly at: number; readonly output: Output } | undefined;
}

/** What should happen if operations were done one after the other. */
export interface SequentialModel<State, Input, Output> {
	readonly initial: State;
	/**
	 * The state after an operation.
	 * @param answer undefined where it is not known
	 * @returns undefined where the operation cannot have been answered like that in this state
	 */
	step(state: State, input: Input, answer: { readonly output: Output } | undefined): State | undefined;
	/** The same for states that are alike. */
	keyOf(state: State): string;
}

/**
 * Whether a history is linearizable: whether there is an order of its operations, in which none that was called after the
 * answer of another comes before it, that gives all these answers. Looks for one as Wing and Gong did (Testing and
 * Verifying Concurrent Objects, 1993), and remembers where it has been as Lowe did (Testing for Linearizability, 2017).
 * @param operations 30 at most
 */
export function isLinearizable<State, Input, Output>(
	model: SequentialModel<State, Input, Output>,
	operations: readonly Operation<Input, Output>[],
): boolean {
	if (operations.length > 30) throw new Error('too many operations');
	const seen = new Set<string>();
	const answered = operations.reduce((bits, { answer }, at) => (answer ? bits | (1 << at) : bits), 0);

	/** @param done the operations that are in the order already, a bit each */
	function search(done: number, state: State): boolean {
		if ((done & answered) === answered) return true;
		const place = `${String(done)} ${model.keyOf(state)}`;
		if (seen.has(place)) return false;
		seen.add(place);
		const left = operations
			.map((operation, at) => ({ operation, bit: 1 << at }))
			.filter(({ bit }) => !(done & bit));
		const firstAnswer = Math.min(...left.map(({ operation }) => operation.answer?.at ?? Infinity));
		return left.some(({ operation, bit }) => {
			if (operation.called > firstAnswer) return false;
			const next = model.step(state, operation.input, operation.answer);
			return next !== undefined && search(done | bit, next);
		});
	}
	return search(0, model.initial);
}
