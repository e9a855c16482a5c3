import { openWebKit } from '../support/webkit';
import { describePersonIn } from './other-browsers';

describePersonIn('WebKit', openWebKit);
