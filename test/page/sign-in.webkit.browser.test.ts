import { openWebKit } from '../support/webkit';
import { describeSignInIn } from './sign-in-other-browsers';

describeSignInIn('WebKit', openWebKit);
