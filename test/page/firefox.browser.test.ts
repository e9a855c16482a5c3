import { openFirefox } from '../support/firefox';
import { describePersonIn } from './other-browsers';

describePersonIn('Firefox', openFirefox);
