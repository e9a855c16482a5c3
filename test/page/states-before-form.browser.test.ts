import { describeAccessibleStates } from './accessible-states';
import { STATES_BEFORE_FORM } from './reachable-states';

describeAccessibleStates('every state of the page before the form', STATES_BEFORE_FORM);
