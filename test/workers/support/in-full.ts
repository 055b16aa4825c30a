import { test } from '@jest/globals';

/** A test that is a variation of another one: it runs only with DOCKHAND_FULL=1. */
export const inFull = process.env.DOCKHAND_FULL === '1' ? test : test.skip;
