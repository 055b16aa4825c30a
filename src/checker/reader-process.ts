import { openReaders } from './readers.ts';
import { serve } from './serve.ts';

/** The checkers of the bot and of the command line. */
serve({ ...(await openReaders()) });
