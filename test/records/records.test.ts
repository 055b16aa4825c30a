import { describe, expect, test } from '@jest/globals';
import type { Submission } from '../../src/records/records.ts';
import { openRecords } from '../../src/records/storage/open-records.ts';
import { newId } from '../../src/submission/ids.ts';
import type { Verdict } from '../../src/submission/verdict.ts';
import { onEachDatabase } from './databases.ts';

const ada = { guild: '100000000000000001', user: '200000000000000001' };
const adaElsewhere = { ...ada, guild: '100000000000000002' };
const lesson = { slug: 'backend-docker', digest: 'd'.repeat(64) };

const verdict = (outcome: Verdict['outcome']): Verdict => ({
  v: 1,
  outcome,
  reason: outcome === 'passed' ? null : 'build-failed',
  explanation: outcome === 'passed' ? null : { page: 'test', key: 'broken', values: {} },
  todo: null,
  file: null,
  line: null,
  phases: [],
  image: null,
  excerpt: [],
  digests: { lesson: lesson.digest, checker: 'c', box: 'b' },
});

onEachDatabase((opened) => {
  const submit = (at = 1_000, student = ada) =>
    opened.records.submissions.create({
      id: newId('s'),
      student,
      lesson,
      files: { Dockerfile: 'FROM scratch\n' },
      receivedAt: at,
      reply: null,
    });

  describe('guilds', () => {
    test('stores a guild’s settings and replaces them on the next save', async () => {
      expect(await opened.records.guilds.get('1')).toBeNull();
      await opened.records.guilds.save({
        id: '1',
        lesson: 'a',
        taRole: null,
        taChannel: null,
        classChannel: null,
      });
      await opened.records.guilds.save({
        id: '1',
        lesson: 'b',
        taRole: '7',
        taChannel: '8',
        classChannel: '9',
      });
      expect(await opened.records.guilds.all()).toEqual([
        { id: '1', lesson: 'b', taRole: '7', taChannel: '8', classChannel: '9' },
      ]);
    });

    test('remembers the guild that a user chose last', async () => {
      expect(await opened.records.guilds.chosenBy(ada.user)).toBeNull();
      await opened.records.guilds.choose(ada.user, '1');
      await opened.records.guilds.choose(ada.user, '2');
      expect(await opened.records.guilds.chosenBy(ada.user)).toBe('2');
    });
  });

  describe('a change of remembered files', () => {
    const now = async () =>
      Object.fromEntries(
        (await opened.records.workspaces.files(ada, 'l')).map(({ path, text, receivedAt }) => [
          path,
          [text, receivedAt],
        ]),
      );

    test('undoes a change of files whole, once, and only for its owner', async () => {
      const { records } = opened;
      await records.workspaces.remember(ada, 'l', { Dockerfile: 'one' }, 10);
      const change = await records.workspaces.remember(
        ada,
        'l',
        { Dockerfile: 'two', 'entrypoint.sh': 'x' },
        20,
      );
      expect(await records.workspaces.undo('somebody else', change ?? '')).toEqual({ kind: 'gone' });
      expect(await records.workspaces.undo(ada.user, change ?? '')).toEqual({
        kind: 'taken-back',
        student: ada,
        files: [
          { path: 'Dockerfile', receivedAt: 10 },
          { path: 'entrypoint.sh', receivedAt: null },
        ],
      });
      expect(await now()).toEqual({ Dockerfile: ['one', 10] });
      expect(await records.workspaces.undo(ada.user, change ?? '')).toEqual({ kind: 'gone' });
    });

    test('cannot be undone over a newer one, nor when ten others followed', async () => {
      const { records } = opened;
      const first = await records.workspaces.remember(ada, 'l', { Dockerfile: '0' }, 10);
      const changes: (string | null)[] = [];
      for (let n = 1; n <= 10; n += 1)
        changes.push(await records.workspaces.remember(ada, 'l', { Dockerfile: `${n}` }, 10 + n));
      expect(await records.workspaces.undo(ada.user, first ?? '')).toEqual({ kind: 'gone' });
      expect(await records.workspaces.undo(ada.user, changes[0] ?? '')).toEqual({
        kind: 'newer',
        path: 'Dockerfile',
      });
      expect(await now()).toEqual({ Dockerfile: ['10', 20] });
    });

    test('undoes a change that took files away, unless one of them has come back since', async () => {
      const { workspaces } = opened.records;
      await workspaces.remember(ada, 'l', { Dockerfile: '1', 'a.txt': 'a', 'b.txt': 'b' }, 10);
      const change = await workspaces.remember(ada, 'l', { Dockerfile: '2' }, 20, ['a.txt', 'never.txt']);
      expect(await now()).toEqual({ Dockerfile: ['2', 20], 'b.txt': ['b', 10] });
      expect(await workspaces.undo(ada.user, change ?? '')).toMatchObject({ kind: 'taken-back' });
      expect(await now()).toEqual({ Dockerfile: ['1', 10], 'a.txt': ['a', 10], 'b.txt': ['b', 10] });
      const again = await workspaces.remember(ada, 'l', { Dockerfile: '3' }, 30, ['a.txt']);
      await workspaces.remember(ada, 'l', { 'a.txt': 'new' }, 40);
      expect(await workspaces.undo(ada.user, again ?? '')).toEqual({ kind: 'newer', path: 'a.txt' });
      expect(await now()).toEqual({ Dockerfile: ['3', 30], 'a.txt': ['new', 40], 'b.txt': ['b', 10] });
    });

    test('records no change when nothing changed', async () => {
      await opened.records.workspaces.remember(ada, 'l', { Dockerfile: 'one' }, 10);
      expect(await opened.records.workspaces.remember(ada, 'l', { Dockerfile: 'one' }, 20)).toBeNull();
      expect(await now()).toEqual({ Dockerfile: ['one', 20] });
    });

    test('deletes changes and pieces of files with all other data', async () => {
      const { records } = opened;
      const piece = { student: ada, lesson: 'l', path: 'Dockerfile', text: 'RUN x' };
      const id = await records.workspaces.keepFragment(piece, 10);
      expect(await records.workspaces.fragment(id)).toEqual({ id, ...piece });
      await records.workspaces.forget(ada, 'l');
      expect(await records.workspaces.fragment(id)).toBeNull();
    });
  });

  describe('a workspace', () => {
    test('replaces older files by newer ones and keeps the rest, with the time of each', async () => {
      await opened.records.workspaces.remember(ada, 'l', { Dockerfile: 'one', 'entrypoint.sh': 'two' }, 10);
      await opened.records.workspaces.remember(ada, 'l', { Dockerfile: 'three' }, 20);
      expect(await opened.records.workspaces.files(ada, 'l')).toEqual([
        { path: 'Dockerfile', text: 'three', receivedAt: 20 },
        { path: 'entrypoint.sh', text: 'two', receivedAt: 10 },
      ]);
    });

    test('belongs to one guild and one lesson', async () => {
      await opened.records.workspaces.remember(ada, 'l', { Dockerfile: 'one' }, 10);
      expect(await opened.records.workspaces.files(adaElsewhere, 'l')).toEqual([]);
      expect(await opened.records.workspaces.files(ada, 'other')).toEqual([]);
      await opened.records.workspaces.forget(ada, 'l');
      expect(await opened.records.workspaces.files(ada, 'l')).toEqual([]);
    });

    test('lists each hint taken once, in order', async () => {
      for (const todo of [3, 1, 3]) await opened.records.progress.recordHint(ada, 'l', todo, 5);
      expect(await opened.records.progress.hintsTaken(ada, 'l')).toEqual([1, 3]);
    });
  });

  describe('a submission', () => {
    test('survives reopening the records', async () => {
      const made = await submit();
      await opened.reopen();
      expect(await opened.records.submissions.get(made.id)).toEqual(made);
    });

    test('moves from unqueued to pending to unreported to reported', async () => {
      const { id } = await submit();
      expect((await opened.records.backlog.unqueued(10)).map((each) => each.id)).toEqual([id]);
      await opened.records.submissions.markQueued([{ id, run: 1 }]);
      expect(await opened.records.backlog.unqueued(10)).toEqual([]);
      expect((await opened.records.backlog.unjudged(10)).map((each) => each.id)).toEqual([id]);
      expect(await opened.records.submissions.judge(id, 1, verdict('passed'), 50)).toBe(true);
      expect(await opened.records.backlog.unjudged(10)).toEqual([]);
      expect((await opened.records.backlog.unnotified(10)).map((each) => each.verdict?.outcome)).toEqual([
        'passed',
      ]);
      await opened.records.submissions.markNotified(id, 1, 60);
      expect(await opened.records.backlog.unnotified(10)).toEqual([]);
    });

    test('lists recently notified students, the last one first', async () => {
      const ids: string[] = [];
      for (const at of [10, 20, 30, 40]) {
        const { id } = await submit();
        await opened.records.submissions.judge(id, 1, verdict('passed'), at);
        // The last one has not been notified.
        if (at < 40) await opened.records.submissions.markNotified(id, 1, at);
        ids.push(id);
      }
      const told = async (at: number, limit: number) =>
        (await opened.records.backlog.notifiedSince(at, limit)).map((each) => ids.indexOf(each.id));
      expect(await told(20, 10)).toEqual([2, 1]);
      expect(await told(0, 1)).toEqual([2]);
      expect(await told(31, 10)).toEqual([]);
    });

    test('ignores a verdict that is recorded twice', async () => {
      const { id } = await submit();
      expect(await opened.records.submissions.judge(id, 1, verdict('passed'), 50)).toBe(true);
      await opened.records.submissions.markNotified(id, 1, 60);
      expect(await opened.records.submissions.judge(id, 1, verdict('failed'), 70)).toBe(false);
      const kept = await opened.records.submissions.get(id);
      expect([kept?.verdict?.outcome, kept?.notifiedAt]).toEqual(['passed', 60]);
    });

    test('files a late verdict of an older run as history', async () => {
      const { id } = await submit();
      await opened.records.submissions.newRun(id);
      expect(await opened.records.submissions.judge(id, 1, verdict('failed'), 50)).toBe(false);
      expect(await opened.records.submissions.get(id)).toMatchObject({
        run: 2,
        state: 'recorded',
        verdict: null,
      });
      expect(await opened.records.submissions.judge(id, 2, verdict('passed'), 60)).toBe(true);
      expect(await opened.records.verdicts.outcomesSince(ada.guild, 0)).toEqual({
        passed: 1,
        failed: 1,
        error: 0,
        cancelled: 0,
      });
      expect(await opened.records.verdicts.outcomesSince(ada.guild, 55)).toMatchObject({
        passed: 1,
        failed: 0,
      });
      expect(await opened.records.verdicts.outcomesSince(adaElsewhere.guild, 0)).toMatchObject({
        passed: 0,
        failed: 0,
      });
    });

    test('pages through unreported verdicts from a cursor', async () => {
      const ids: string[] = [];
      for (let at = 0; at < 5; at += 1) {
        const { id } = await submit();
        await opened.records.submissions.judge(id, 1, verdict('passed'), at < 3 ? 50 : 60);
        ids.push(id);
      }
      const seen: string[] = [];
      let from: Submission | undefined;
      for (;;) {
        const page: readonly Submission[] = await opened.records.backlog.unnotified(2, from);
        seen.push(...page.map((each) => each.id));
        from = page.at(-1);
        if (page.length < 2) break;
      }
      expect([...seen].sort()).toEqual([...ids].sort());
      expect(new Set(seen.slice(0, 3))).toEqual(new Set(ids.slice(0, 3)));
    });

    test('finds the submission received last in each guild', async () => {
      await submit(1_000);
      const second = await submit(2_000);
      await submit(3_000, adaElsewhere);
      expect((await opened.records.submissions.latest(ada, lesson.slug))?.id).toBe(second.id);
      expect(await opened.records.submissions.latest({ ...ada, user: '9' }, lesson.slug)).toBeNull();
    });
  });
});

test('reports a database that cannot be reached', async () => {
  await expect(openRecords('postgres://nobody@127.0.0.1:1/none')).rejects.toThrow(/records cannot be opened/);
});
