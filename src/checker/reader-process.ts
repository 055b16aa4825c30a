import { serve } from './serve.ts';
import { openReaders } from './served-readers.ts';

/** The checkers of the bot and of the command line. */
serve({ ...(await openReaders()) });
