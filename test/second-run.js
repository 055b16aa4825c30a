import { relative } from 'node:path';
import { expect, jest } from '@jest/globals';

/**
 * Tests with real processes, boxes, browsers and clocks, and those that measure how time grows, share two cores with each other.
 * So one that is red runs once more: what a crowded machine did is green then, and what is broken is red again. The first error
 * is printed all the same, and `.ci/run` names every test that needed its second run. Attacks have one run: what an attacker
 * reaches every other time is reached.
 */
const withRealParts =
  /^(?:check|checker|classroom|cli|commands|deploy|desk|discord|e2e|faults|growth|queue|records|setup|web|workers)\//;

const path = relative(import.meta.dirname, expect.getState().testPath ?? '');
if (withRealParts.test(path)) jest.retryTimes(1, { logErrorsBeforeRetry: true, waitBeforeRetry: 2_000 });
