import { test } from '@jest/globals';

/** A test that differs in one thing from another: it runs with DOCKHAND_FULL=1. */
export const inFull = process.env.DOCKHAND_FULL === '1' ? test : test.skip;
