import { describeAccessibleStates } from './accessible-states';
import { STATES_OF_SIGN_IN } from './sign-in-states';

describeAccessibleStates('every state of a sign-in', STATES_OF_SIGN_IN);
