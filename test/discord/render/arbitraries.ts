import fc from 'fast-check';
import type { CheckResult } from '../../../src/discord/render/check/check-result.ts';
import { defaultFileNames } from '../../../src/intake/read-message.ts';
import type { Submission } from '../../../src/records/records.ts';
import { phaseNames, reasons, type Verdict } from '../../../src/submission/verdict.ts';
import { lessonOf } from './lesson.ts';

export const guild = '100000000000000001';
export const runs = { numRuns: 60 };

/** Texts that are long, empty, full of Markdown, or with characters outside the Basic Multilingual Plane. */
export const nasty = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 400 }),
  fc.constantFrom('', '```', '@everyone <@1> ||x||', '`'.repeat(90), '😀'.repeat(300), 'x'.repeat(5_000)),
);
const translatable = nasty.map((value) => ({
  page: 'verdict-cause',
  key: 'command-missing',
  values: { word: value },
}));
const line = fc.option(fc.integer({ min: 1, max: 9_999 }));

export const looked: fc.Arbitrary<CheckResult> = fc
  .record({
    count: fc.integer({ min: 0, max: 60 }),
    statuses: fc.array(fc.constantFrom('done', 'missing', 'wrong', 'unknown'), {
      minLength: 60,
      maxLength: 60,
    }),
    message: translatable,
    title: nasty,
    at: line,
    findings: fc.array(
      fc.record({
        rule: nasty.map((rule) => rule || 'rule'),
        severity: fc.constantFrom('error', 'warning', 'advice'),
        file: nasty.map((file) => file || 'Dockerfile'),
        line,
        message: translatable,
        url: fc.constantFrom(null, 'https://example.org/rule'),
      }),
      { maxLength: 60 },
    ),
    ready: fc.constantFrom(true, false, null),
    used: fc.array(fc.record({ path: nasty, ageMs: fc.option(fc.integer({ min: 0, max: 10 ** 11 })) }), {
      maxLength: 20,
    }),
    absent: fc.array(nasty, { maxLength: 20 }),
    problems: fc.array(
      fc.oneof(
        fc.record({ kind: fc.constant('unknown' as const), name: fc.option(nasty), start: nasty }),
        fc.record({ kind: fc.constant('too-big' as const), name: nasty, bytes: fc.nat() }),
        fc.record({ kind: fc.constant('several' as const), path: nasty, left: fc.nat({ max: 50 }) }),
      ),
      { maxLength: 60 },
    ),
    own: fc.boolean(),
    change: fc.constantFrom(null, 'f0123456789ab'),
    sent: fc.option(fc.record({ path: nasty, from: fc.nat(9_999), to: fc.nat(9_999) })),
    blocker: fc.option(
      fc.record({
        kind: fc.constantFrom('unread', 'step'),
        rule: nasty.map((rule) => rule || 'rule'),
        file: nasty.map((file) => file || 'Dockerfile'),
        line: fc.integer({ min: 1, max: 9_999 }),
        message: translatable,
        url: fc.constantFrom(null, 'https://example.org/rule'),
        todo: fc.option(fc.integer({ min: 1, max: 60 })),
      }),
    ),
  })
  .map(
    ({
      count,
      statuses,
      message,
      title,
      at,
      findings,
      ready,
      used,
      absent,
      problems,
      own,
      blocker,
      change,
      sent,
    }) => ({
      guild,
      lesson: lessonOf(count),
      names: defaultFileNames,
      report: {
        blocker,
        todos: lessonOf(count).todos.map((todo, i) => ({
          n: todo.n,
          title,
          status: statuses[i] ?? 'done',
          required: i % 2 === 0,
          rule: 'r',
          message,
          file: at === null ? null : 'Dockerfile',
          line: at,
        })),
        findings,
        ready,
        wanted: absent,
      },
      used,
      absent,
      problems,
      ofMessage: own ? null : '300000000000000001',
      fixed: change !== null && own,
      change,
      lines: sent,
    }),
  );

export const submission: Submission = {
  id: 'sabcdefghijkl',
  student: { guild, user: '200000000000000001' },
  lesson: { slug: 'a-lesson', digest: 'd' },
  files: { Dockerfile: `FROM a\n${'RUN ```\n'.repeat(10)}${'x'.repeat(3_000)}\n` },
  filesDigest: 'f',
  receivedAt: 0,
  run: 1,
  runBy: 'student',
  state: 'judged',
  reply: null,
  verdict: null,
  judgedAt: null,
  notifiedAt: null,
  pullRequest: null,
};

export const verdict: fc.Arbitrary<Verdict> = fc.record({
  v: fc.constant(1 as const),
  outcome: fc.constantFrom('passed', 'failed', 'error', 'cancelled'),
  reason: fc.option(fc.constantFrom(...reasons)),
  explanation: fc.option(translatable),
  todo: fc.option(fc.integer({ min: 0, max: 9 })),
  file: fc.option(fc.constantFrom('Dockerfile', 'other', '')),
  line,
  phases: fc.array(
    fc.record({
      name: fc.constantFrom(...phaseNames),
      status: fc.constantFrom('ok', 'warned', 'failed', 'skipped'),
      ms: fc.nat({ max: 10_000_000 }),
      detail: translatable,
    }),
    { maxLength: 12 },
  ),
  image: fc.option(fc.constant({ bytes: 2.4e8, layers: [] })),
  excerpt: fc.array(
    nasty.map((text) => text.slice(0, 500)),
    { maxLength: 20 },
  ),
  digests: fc.constant({ lesson: 'l', checker: 'c', box: 'b' }),
});
