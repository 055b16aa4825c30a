import { describe, expect, test } from '@jest/globals';
import { defaultPolicy } from '../../src/grading/policy.ts';
import { sliceMs } from '../../src/grading/staff-board.ts';
import { questionLimit } from '../../src/records/questions.ts';
import type { Outcome } from '../../src/submission/verdict.ts';
import { verdictOf } from '../support/verdicts.ts';
import { onEachDatabase } from './databases.ts';

const guild = '100000000000000001';
const other = '100000000000000002';
const lesson = { slug: 'backend-docker', digest: 'd1' };
const ada = { guild, user: '200000000000000001' };
const bob = { guild, user: '200000000000000002' };

onEachDatabase((opened) => {
  const submit = async (id: string, student: typeof ada, receivedAt: number, outcome: Outcome | null) => {
    await opened.records.submissions.create({
      id,
      student,
      lesson,
      files: { Dockerfile: id },
      receivedAt,
      reply: null,
    });
    if (outcome !== null)
      await opened.records.submissions.judge(id, 1, { ...verdictOf(outcome), todo: 5 }, receivedAt + 10);
  };

  describe('the audit log', () => {
    test('lists who did what to whom and why, newest first, per class', async () => {
      const entry = {
        guild,
        who: 'ta',
        action: 'grade.override',
        whom: ada.user,
        details: { points: 7 },
        reason: 'r',
      };
      await opened.records.audit.record({ ...entry, at: 1 });
      await opened.records.audit.record({ ...entry, at: 2, whom: null });
      await opened.records.audit.record({ ...entry, at: 3, guild: other });
      expect((await opened.records.audit.entries(guild, { limit: 9 })).map(({ at }) => at)).toEqual([2, 1]);
      expect(await opened.records.audit.entries(guild, { limit: 9, whom: ada.user })).toEqual([
        { ...entry, at: 1 },
      ]);
    });
  });

  describe('the class list', () => {
    const line = (number: string, user: string | null = null) => ({
      number,
      name: null,
      section: null,
      discord: null,
      user,
    });
    test('keeps links on re-import, except for accounts that the list gives to another number', async () => {
      const { records } = opened;
      await records.roster.replace(guild, [line('1'), line('2', bob.user), line('3')], 1);
      expect(await records.roster.link(guild, '1', ada.user, 'student', 2)).toBe('linked');
      expect(await records.roster.replace(guild, [line('1'), line('2'), line('4', bob.user)], 3)).toEqual({
        added: 1,
        kept: 2,
        removed: 1,
      });
      expect(
        (await records.roster.all(guild)).map(({ number, user, linkedBy }) => [number, user, linkedBy]),
      ).toEqual([
        ['1', ada.user, 'student'],
        ['2', null, null],
        ['4', bob.user, 'list'],
      ]);
    });
    test('keeps a student’s own link over every import, and lets them remove it', async () => {
      const { roster } = opened.records;
      const links = async () =>
        (await roster.all(guild)).map(({ number, user, linkedBy }) => [number, user, linkedBy]);
      await roster.replace(guild, [line('1'), line('2')], 1);
      await roster.link(guild, '1', ada.user, 'student', 2);
      // The list gives the student's number to somebody else, gives the student another number, and then omits their number.
      await roster.replace(guild, [line('1', bob.user), line('2')], 3);
      expect(await links()).toEqual([
        ['1', ada.user, 'student'],
        ['2', null, null],
      ]);
      await roster.replace(guild, [line('1'), line('2', ada.user)], 4);
      expect(await links()).toEqual([
        ['1', ada.user, 'student'],
        ['2', null, null],
      ]);
      await roster.replace(guild, [line('2')], 5);
      expect(await links()).toEqual([['2', null, null]]);
      await roster.replace(guild, [line('1'), line('2')], 6);
      expect(await links()).toEqual([
        ['1', ada.user, 'student'],
        ['2', null, null],
      ]);
      expect(await roster.unlinkOwn(guild, bob.user)).toBeNull();
      expect(await roster.unlinkOwn(guild, ada.user)).toBe('1');
      await roster.replace(guild, [line('1')], 7);
      expect(await links()).toEqual([['1', null, null]]);
      await roster.link(guild, '1', bob.user, 'ta', 8);
      expect(await roster.unlinkOwn(guild, bob.user)).toBeNull();
    });

    test('lets a student claim one free number only, and a TA move it', async () => {
      const { records } = opened;
      await records.roster.replace(guild, [line('1'), line('2')], 1);
      expect(await records.roster.link(guild, '9', ada.user, 'student', 2)).toBe('no-such-number');
      expect(await records.roster.link(guild, '1', ada.user, 'student', 2)).toBe('linked');
      expect(await records.roster.link(guild, '1', bob.user, 'student', 2)).toBe('taken');
      expect(await records.roster.link(guild, '2', ada.user, 'student', 2)).toBe('has-another');
      expect(await records.roster.link(guild, '2', ada.user, 'ta', 2)).toBe('linked');
      expect(await records.roster.link(other, '1', bob.user, 'student', 2)).toBe('no-such-number');
      expect(await records.roster.unlink(guild, '2')).toBe(true);
      expect(await records.roster.unlink(guild, '2')).toBe(false);
      expect((await records.roster.all(guild)).map(({ user }) => user)).toEqual([null, null]);
    });
  });

  describe('grading', () => {
    test('stores, changes and removes policy, extension and override', async () => {
      const { records } = opened;
      expect(await records.grades.policy(guild, 'l')).toEqual(defaultPolicy);
      const policy = { ...defaultPolicy, counts: 'last' as const, dueAt: 10 * 3_600_000, remindHours: 2 };
      await records.grades.savePolicy(guild, 'l', defaultPolicy);
      await records.grades.savePolicy(guild, 'l', policy);
      expect(await records.grades.policy(guild, 'l')).toEqual(policy);
      expect(await records.reminders.due(7 * 3_600_000)).toEqual([]);
      expect(await records.reminders.due(8 * 3_600_000)).toEqual([{ guild, lesson: 'l', policy }]);
      expect(await records.reminders.due(10 * 3_600_000)).toEqual([]);
      const longer = { dueAt: 5, by: 'ta', at: 1, reason: null };
      await records.grades.extend(ada, 'l', longer);
      await records.grades.extend(ada, 'l', { ...longer, dueAt: 6 });
      expect((await records.grades.extensions(guild, 'l')).get(ada.user)).toEqual({ ...longer, dueAt: 6 });
      await records.grades.override(ada, 'l', { points: 5, by: 'ta', at: 1, reason: 'r' });
      expect((await records.grades.overrides(guild, 'l')).get(ada.user)?.points).toBe(5);
      await records.grades.override(ada, 'l', null);
      expect((await records.grades.overrides(guild, 'l')).size).toBe(0);
    });
  });

  describe('questions', () => {
    const question = (id: string, student = ada) => ({
      id,
      student,
      lesson: 'l',
      at: 1,
      question: 'why?',
      submission: null,
    });
    test('allows one open question per student, one claimer, and one closing', async () => {
      const { records } = opened;
      expect((await records.questions.ask(question('q1'))).how).toBe('new');
      expect(await records.questions.ask(question('q2'))).toMatchObject({
        how: 'repeated',
        ask: { id: 'q1', question: 'why?' },
      });
      const claims = await Promise.all([
        records.questions.claim('q1', 'ta1', 2),
        records.questions.claim('q1', 'ta2', 2),
      ]);
      expect(claims.filter(Boolean)).toHaveLength(1);
      expect(await records.questions.release('q1')).toBe(true);
      await records.questions.setPlace('q1', { card: { channel: 'c', message: 'm' }, thread: 't' });
      expect(await records.questions.open(guild)).toMatchObject([
        { id: 'q1', state: 'open', card: { channel: 'c', message: 'm' }, thread: 't', claimedBy: null },
      ]);
      expect(await records.questions.open(other)).toEqual([]);
      expect([
        await records.questions.close('q1', 'ta', 3),
        await records.questions.close('q1', 'ta', 3),
      ]).toEqual([true, false]);
      expect((await records.questions.ask(question('q3'))).how).toBe('new');
    });

    test('adds a second question to the one that is open, as long as there is room', async () => {
      const { questions } = opened.records;
      await questions.ask(question('q1'));
      const more = { ...question('q2'), question: 'And how?', submission: 's1' };
      expect(await questions.ask(more)).toMatchObject({
        how: 'appended',
        ask: { id: 'q1', question: 'why?\n\nAnd how?', submission: 's1' },
      });
      expect((await questions.ask({ ...more, submission: null })).how).toBe('repeated');
      expect(await questions.get('q1')).toMatchObject({ question: 'why?\n\nAnd how?', submission: 's1' });
      expect((await questions.ask({ ...more, question: 'x'.repeat(questionLimit) })).how).toBe('full');
      expect((await questions.get('q1'))?.question).toBe('why?\n\nAnd how?');
    });

    test('forgets a card that is gone', async () => {
      const { questions } = opened.records;
      await questions.ask(question('q1'));
      await questions.setPlace('q1', { card: { channel: 'c', message: 'm' } });
      await questions.setPlace('q1', { thread: 't' });
      expect(await questions.get('q1')).toMatchObject({ card: { channel: 'c', message: 'm' }, thread: 't' });
      await questions.setPlace('q1', { card: null });
      expect(await questions.get('q1')).toMatchObject({ card: null, thread: 't' });
    });
  });

  describe('the progress of a class', () => {
    test('counts standing results of this class and lesson', async () => {
      const { records } = opened;
      await submit('s1', ada, 1_000, 'failed');
      await submit('s2', ada, 2_000, 'passed');
      await submit('s3', bob, 3_000, 'failed');
      await submit('s4', { ...bob, guild: other }, 4_000, 'failed');
      await submit('s5', bob, 500, null);
      expect(
        (await records.attempts.all(guild, lesson.slug)).map(({ submission, outcome }) => [
          submission,
          outcome,
        ]),
      ).toEqual([
        ['s5', null],
        ['s1', 'failed'],
        ['s2', 'passed'],
        ['s3', 'failed'],
      ]);
      const failure = { user: bob.user, at: 3_010, todo: 5, reason: 'build-failed' };
      expect(
        (await records.attempts.latestOutcomes(guild, lesson.slug)).toSorted(
          (a, b) => a.receivedAt - b.receivedAt,
        ),
      ).toEqual([
        { user: ada.user, receivedAt: 2_000, outcome: 'passed', failure: null },
        { user: bob.user, receivedAt: 3_000, outcome: 'failed', failure },
      ]);
      expect(
        (await records.attempts.figures(guild, lesson.slug)).toSorted((a, b) => a.latestAt - b.latestAt),
      ).toEqual([
        { user: ada.user, rated: 2, passedAt: 2_000, latestAt: 2_000 },
        { user: bob.user, rated: 1, passedAt: null, latestAt: 3_000 },
      ]);
      expect((await records.verdicts.failuresSince(guild, 1_500)).map(({ user }) => user)).toEqual([
        bob.user,
      ]);
      expect(await records.backlog.pendingCount(guild)).toEqual({ count: 1, oldest: 500 });
      expect(await records.backlog.pendingCount('1')).toEqual({ count: 0, oldest: null });
      await submit('s6', ada, 3 * sliceMs, 'error');
      expect(
        (await records.verdicts.outcomesBySlice(guild, 0, sliceMs)).toSorted(
          (a, b) => a.slice - b.slice || (a.outcome < b.outcome ? -1 : 1),
        ),
      ).toEqual([
        { slice: 0, outcome: 'failed', count: 2 },
        { slice: 0, outcome: 'passed', count: 1 },
        { slice: 3, outcome: 'error', count: 1 },
      ]);
    });

    test('records what the check saw and when that changed', async () => {
      const { records } = opened;
      await records.progress.recordTodos(ada, 'l', { 1: 'missing' }, 1);
      await records.progress.recordTodos(ada, 'l', { 1: 'missing' }, 2);
      await records.progress.recordTodos(ada, 'l', { 1: 'done' }, 3);
      expect(await records.progress.todoHistory(ada, 'l')).toEqual([
        { at: 1, todos: { 1: 'missing' } },
        { at: 3, todos: { 1: 'done' } },
      ]);
      expect(await records.progress.latestTodos(guild, 'l')).toEqual([
        { user: ada.user, at: 3, todos: { 1: 'done' } },
      ]);
    });
  });

  describe('a regrade', () => {
    test('runs beside the standing results and replaces them only when applied', async () => {
      const { records } = opened;
      await submit('s1', ada, 1_000, 'failed');
      await records.submissions.markNotified('s1', 1, 1_100);
      const run = await records.regrades.start('s1', { slug: lesson.slug, digest: 'd2' }, 2_000);
      expect(run).toBeGreaterThan(1);
      expect(await records.submissions.judge('s1', run, verdictOf('passed'), 3_000)).toBe(false);
      expect(await records.submissions.get('s1')).toMatchObject({
        run: 1,
        verdict: { outcome: 'failed' },
        notifiedAt: 1_100,
      });
      expect(await records.regrades.trials(guild, lesson.slug, 'd2')).toMatchObject([
        { submission: 's1', before: 'failed', after: 'passed' },
      ]);
      expect(await records.regrades.trials(guild, lesson.slug, 'd1')).toEqual([]);
      expect(await records.regrades.apply('s1', 4_000)).toBe(true);
      expect(await records.submissions.get('s1')).toMatchObject({
        run,
        lesson: { digest: 'd2' },
        verdict: { outcome: 'passed' },
        notifiedAt: null,
      });
      expect(await records.regrades.apply('s1', 5_000)).toBe(false);
      expect((await records.verdicts.historyOf(ada, lesson.slug, 9)).map(({ current }) => current)).toEqual([
        true,
        false,
      ]);
    });

    test('never applies a trial that failed on our side', async () => {
      const { records } = opened;
      await submit('s1', ada, 1_000, 'passed');
      const run = await records.regrades.start('s1', { slug: lesson.slug, digest: 'd2' }, 2_000);
      await records.submissions.judge('s1', run, verdictOf('error'), 3_000);
      expect(await records.regrades.apply('s1', 4_000)).toBe(false);
      expect(await records.submissions.get('s1')).toMatchObject({ run: 1, verdict: { outcome: 'passed' } });
    });
  });
});
