import { serve } from './serve.ts';
import { openServedReaders } from './served-readers.ts';

/** The checkers of the bot and of the command line. */
serve({ ...(await openServedReaders()) });
