import { describeAccessibleStates } from './accessible-states';
import { STATES_FROM_FORM } from './reachable-states';

describeAccessibleStates('every state of the page from the form on', STATES_FROM_FORM);
