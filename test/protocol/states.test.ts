import { isTerminal, isWaiting, SESSION_STATES } from '../../protocol/states';

test('every state waits for the person, waits for the agent, or is the last', () => {
	expect(SESSION_STATES.filter(isWaiting)).toEqual(['pending', 'confirmed']);
	expect(SESSION_STATES.filter(isTerminal)).toEqual(['denied', 'consumed']);
	expect(SESSION_STATES.filter((state) => !isWaiting(state) && !isTerminal(state))).toEqual(['ready']);
});
