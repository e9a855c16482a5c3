import { stopWhatTestsStart } from './cleanup';

stopWhatTestsStart();
