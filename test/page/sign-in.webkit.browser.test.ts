import { openWebKit } from '../support/webkit';
import { describeSignInIn } from './sign-in-other-browsers';

// Going back to a page whose opener policy has put it into a process of its own, WebKitWebDriver loses it, and waits for
// ever; the browser itself shows it.
describeSignInIn('WebKit', () => openWebKit('-CrossOriginOpenerPolicy'));
