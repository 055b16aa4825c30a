import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { type Checker, openChecker } from '../../../src/check/check.ts';
import { hadolintRules } from '../../../src/check/rules/hadolint/index.ts';
import { shellcheckRules } from '../../../src/check/rules/shellcheck/index.ts';
import { lessonWithoutManifest } from '../lesson-fixture.ts';
import { samples } from './hadolint-samples.ts';

/** Recorded by record-hadolint.ts. */
const recorded = JSON.parse(
  readFileSync(new URL('hadolint-answers.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, readonly string[]>>;

const slim = 'FROM python:3.11-slim\n';

/** Samples in which the check differs from hadolint on purpose, by a pattern, and why. */
const explained: readonly (readonly [of: RegExp, rule: string, why: string])[] = [
  [/\b(?:pip3?|pipx)\b.*\buv\b/, 'DL3013', 'the lesson itself installs uv without a version'],
  [/\$(?:PACKAGES|PKG)$/m, 'DL30', 'what a variable holds is not known, and never reported as wrong'],
  [/target=\/root\/\.cache pip/, 'DL3042', 'a cache over the folder above holds pip’s as well'],
  [/^ADD git@/m, 'DL3020', 'COPY cannot fetch a repository'],
  [/^ADD x\.tar\.zst/m, 'DL3020', 'BuildKit unpacks it'],
  [/^COPY a b (?:\.|\.\.|\$X)$/m, 'DL3021', 'these are folders, or may be'],
  [/localhost:5000/, 'DL3022', 'this colon stands before a port, not before a tag'],
  [/myregistry:5000/, 'DL3006', 'this colon stands before a port, not before a tag'],
  [/^ARG V=latest/, 'DL3007', 'the variable is known to be latest'],
  [/^FROM python:3 AS a\nUSER root\nFROM/, 'DL3002', 'only the last stage runs'],
  [/^FROM python:3 AS a\nSHELL .*pipefail/, 'DL4006', 'a stage goes on with the SHELL of the one it is from'],
  [
    /"\/bin\/sh","-o","pipefail"|^RUN set -o pipefail && curl/m,
    'DL4006',
    'dash refuses pipefail: a finding of its own',
  ],
  [/^SHELL \["\/bin\/bash","-c"\]\nRUN set -o pipefail;/m, 'DL4006', 'pipefail is set in the step itself'],
  [/^RUN \["sh","-c","a \| b"\]/m, 'DL4006', 'a shell inside a command is not read by rules of the step'],
  [/`ls`/, 'SC2046', 'backquotes split as $(…) does'],
  [/\$UID/, 'SC2086', 'dash has no UID: a variable like any other'],
  [/^RUN sh -c "cd x"/m, 'DL3003', 'this cd is as short-lived'],
  [/"-e","-c"\]/, 'SC2164', 'the shell was started with -e'],
];

const ours = new Set([...hadolintRules, ...shellcheckRules].map(({ id }) => id));
const ruleOf = (remark: string): string => remark.split(':')[0] ?? '';

function differences(text: string, checker: Checker): readonly string[] {
  const student = { files: { Dockerfile: text }, complete: false };
  const { findings } = checker({ student, lesson: lessonWithoutManifest, tree: { files: [] } });
  const mine = new Set(
    findings.filter(({ rule }) => ours.has(rule)).map(({ rule, line }) => `${rule}:${line}`),
  );
  const theirs = new Set((recorded[text] ?? ['not recorded']).filter((each) => ours.has(ruleOf(each))));
  return [
    ...[...theirs].filter((each) => !mine.has(each)).map((each) => `${each} is missing`),
    ...[...mine].filter((each) => !theirs.has(each)).map((each) => `${each} is too much`),
  ];
}

test('reports what hadolint and ShellCheck report, on the same lines', async () => {
  const checker = await openChecker();
  const used = new Set<string>();
  const differing = samples.flatMap((text) =>
    differences(text, checker)
      .filter((difference) => {
        const reason = explained.find(([of, rule]) => of.test(text) && difference.startsWith(rule));
        if (reason !== undefined) used.add(reason[2]);
        return reason === undefined;
      })
      .map((difference) => `${JSON.stringify(text.replace(slim, ''))}: ${difference}`),
  );
  expect(differing).toEqual([]);
  // Every explanation has to be needed.
  expect(explained.map(([, , why]) => why).filter((why) => !used.has(why))).toEqual([]);
});

test('has a recorded answer for every sample', () => {
  expect(samples.filter((text) => recorded[text] === undefined)).toEqual([]);
  expect(new Set(samples).size).toBe(samples.length);
});
