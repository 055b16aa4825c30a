import type { Checker } from '../../../src/check/check.ts';
import { dockerRules } from '../../../src/check/rules/docker/index.ts';
import { errorRules } from '../../../src/check/rules/errors/index.ts';
import { lessonWithoutManifest } from '../lesson-fixture.ts';
import type { Sample } from './corpus.ts';
import type { DockerAnswer } from './docker-linter.ts';

/** Samples in which the check differs from Docker on purpose, and why. */
export const explainedDifferences: Readonly<Record<string, string>> = {
  'env: ENV KEY_FILE=/x':
    'Newer frontends let names with FILE pass (KEY_FILE names a file, not a secret); the box’s is older.',
  'escape twice':
    'Docker counts this line from 0, all others from 1; the check tells the line that a person sees.',
  'stage of the future':
    'The linter reads every stage; a build leaves out a stage that the final one does not need, with its errors.',
  'ignored: COPY ./a /b with a/':
    'Newer frontends clean the path (./a is a) before they look; the box’s does not, and tells nothing.',
};

const linted = new Set(dockerRules.map(({ id }) => id));
const refused = new Set(errorRules.map(({ id }) => id));

/**
 * The differences between the check and Docker on a sample. They agree if the outcome, the line of a refusal, and the rules
 * and their lines are the same. (Docker lints only what it does not refuse.)
 */
export function differences(sample: Sample, docker: DockerAnswer, checker: Checker): readonly string[] {
  const files: Record<string, string> = { Dockerfile: sample.text };
  if (sample.dockerignore !== undefined) files['.dockerignore'] = sample.dockerignore;
  const report = checker({
    student: { files, complete: true },
    lesson: lessonWithoutManifest,
    tree: { files: [] },
  });
  const errors = report.findings.filter(({ rule }) => refused.has(rule));
  if (docker.error !== null) {
    if (errors.length === 0)
      return [`Docker refuses it (line ${docker.error.line}: ${docker.error.message}), the check does not`];
    // The check reports all errors, Docker the first one that it meets.
    const same = docker.error.line === null || errors.some(({ line }) => line === docker.error?.line);
    return same
      ? []
      : [`Docker refuses line ${docker.error.line}, the check ${errors.map(({ line }) => line).join(', ')}`];
  }
  if (errors.length > 0)
    return [
      `the check refuses it (${errors.map(({ rule, line }) => `${rule}:${line}`).join(' ')}), Docker does not`,
    ];
  const mine = report.findings
    .filter(({ rule }) => linted.has(rule))
    .map(({ rule, line }) => `${rule}:${line}`)
    .sort();
  const theirs = docker.warnings.map((warning) => atFirstLine(warning, sample.text)).sort();
  if (JSON.stringify(mine) === JSON.stringify(theirs)) return [];
  return [`Docker reports ${theirs.join(' ') || 'nothing'}, the check ${mine.join(' ') || 'nothing'}`];
}

/**
 * Docker reports an empty continuation line at the instruction's last line; Dockhand always uses the first.
 */
function atFirstLine(warning: string, text: string): string {
  const last = /^NoEmptyContinuation:(\d+)$/.exec(warning)?.[1];
  if (last === undefined) return warning;
  const lines = text.split('\n').slice(0, Number(last));
  const isContinued = (line: string): boolean =>
    /\\[ \t]*$/.test(line) || line.trim() === '' || line.trimStart().startsWith('#');
  let first = lines.length - 1;
  while (first > 0 && isContinued(lines[first - 1] ?? '')) first -= 1;
  while (first < lines.length - 1 && !/\\[ \t]*$/.test(lines[first] ?? '')) first += 1;
  return `NoEmptyContinuation:${first + 1}`;
}
