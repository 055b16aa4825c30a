import { pino } from 'pino';
import { digestOfFiles } from '../../src/submission/files.ts';
import type { VerifyJob } from '../../src/submission/job.ts';

/** What every job of the benchmark carries: files as large as a student's. */
export const files = { Dockerfile: 'FROM scratch\n'.repeat(60), 'entrypoint.sh': '#!/bin/sh\n'.repeat(20) };
const digest = digestOfFiles(files);

export const silent = pino({ level: 'silent' });

export const job = (submission: string): VerifyJob => ({
  v: 1,
  submission,
  run: 1,
  lesson: { slug: 'backend-docker', digest: 'd' },
  files: digest,
});
