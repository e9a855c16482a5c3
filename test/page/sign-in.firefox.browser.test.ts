import { openFirefox } from '../support/firefox';
import { describeSignInIn } from './sign-in-other-browsers';

describeSignInIn('Firefox', openFirefox);
