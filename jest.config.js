import { lanes } from './test/lanes.js';

// Tests read English, whatever the developer's terminal speaks.
process.env.LC_ALL = 'C.UTF-8';

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  maxWorkers: lanes,
  testSequencer: '<rootDir>/test/lanes.js',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript' },
          target: 'es2024',
          // What is imported as JSON has to say so.
          experimental: { keepImportAttributes: true },
        },
      },
    ],
  },
  // Tests have a folder of their own for temporary files, and what was compiled is to outlive it.
  cacheDirectory: '<rootDir>/.state/jest',
  testTimeout: 60_000,
};
