import { serve } from './serve.ts';
import { openServedReaders } from './served-readers.ts';

/** Entry point of the checker processes of the bot and of the command line. */
serve({ ...(await openServedReaders()) });
