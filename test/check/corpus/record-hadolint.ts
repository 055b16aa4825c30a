/**
 * Records hadolint's answers to the samples: `HADOLINT=path/to/hadolint node test/check/corpus/record-hadolint.ts`
 * (its releases have one file for each system; 2.15.1 was asked).
 */
import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { samples } from './hadolint-samples.ts';

const remarks = z.array(z.object({ code: z.string(), line: z.number() }));
const answers: Record<string, readonly string[]> = {};
for (const text of samples) {
  const { stdout } = spawnSync(process.env.HADOLINT ?? 'hadolint', ['--format', 'json', '--no-fail', '-'], {
    input: text,
    encoding: 'utf8',
  });
  const codes = remarks.parse(JSON.parse(stdout)).map(({ code, line }) => `${code}:${line}`);
  answers[text] = [...new Set(codes)].sort();
}
const path = join(import.meta.dirname, 'hadolint-answers.json');
await writeFile(path, `${JSON.stringify(answers, null, 1)}\n`);
process.stdout.write(`${samples.length} answers in ${path}\n`);
