import { takeReturn } from './callback-address';
import { startEarlyLookUp } from './early-look-up';
import { hideOtherLanguage } from './other-language';

/* The script in the document's head, before anything else of it: as small as it can be. */
takeReturn();
startEarlyLookUp();
hideOtherLanguage();
