import { DatabaseSync } from 'node:sqlite';
import { beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { newId } from '../../src/submission/ids.ts';
import type { Verdict } from '../../src/submission/verdict.ts';
import { verdictOf } from '../support/verdicts.ts';
import { onEachDatabase } from './databases.ts';

const ada = { guild: '100000000000000001', user: '200000000000000001' };
const bob = { ...ada, user: '200000000000000002' };
const secret = 'a-line-that-only-she-wrote';

const told: Verdict = {
  ...verdictOf('failed'),
  explanation: { page: 'test', key: 'broken', values: { command: secret } },
  file: 'Dockerfile',
  line: 2,
  excerpt: [secret],
  todo: 3,
};

onEachDatabase((opened, database) => {
  /** The whole content of the database, as text. */
  const everything = async (): Promise<string> => {
    if (database === 'SQLite') {
      const db = new DatabaseSync(opened.url);
      const tables = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
      const rows = tables.map(({ name }) => db.prepare(`SELECT * FROM "${String(name)}"`).all());
      db.close();
      return JSON.stringify(rows);
    }
    const client = new pg.Client(opened.url);
    await client.connect();
    const { rows: tables } = await client.query(
      "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'",
    );
    const rows: unknown[] = [];
    for (const { table_name: name } of tables)
      rows.push((await client.query(`SELECT * FROM "${name}"`)).rows);
    await client.end();
    return JSON.stringify(rows);
  };

  const pullRequest = {
    owner: 'ada',
    repo: 'backend',
    number: 7,
    commit: 'c'.repeat(40),
    branch: 'docker',
    author: 'ada',
    url: 'https://github.example/ada/backend/pull/7',
  };

  const hand = async (student: typeof ada, lesson: string, judgedAt: number | null): Promise<string> => {
    const { records } = opened;
    const id = newId('s');
    const files = { Dockerfile: `FROM scratch\nRUN ${secret}\n` };
    await records.submissions.create({
      id,
      student,
      lesson: { slug: lesson, digest: 'd' },
      files,
      receivedAt: 100,
      reply: { kind: 'message', channel: '1', message: '2' },
    });
    if (judgedAt !== null) {
      await records.submissions.judge(id, 1, told, judgedAt);
      await records.submissions.markNotified(id, 1, judgedAt + 1);
    }
    return id;
  };

  beforeEach(async () => {
    for (const student of [ada, bob]) {
      await opened.records.workspaces.remember(student, 'l', { Dockerfile: secret }, 50);
      await opened.records.progress.recordHint(student, 'l', 3, 60);
      await opened.records.progress.recordCheck(student, 'l', { ready: true, done: 1, of: 2 }, 70);
      await opened.records.people.setLocale(student.user, 'de');
    }
  });

  describe('a student’s data', () => {
    test('shows a student all data that are kept about them', async () => {
      const id = await hand(ada, 'l', 200);
      const waiting = await hand(ada, 'other', null);
      await opened.records.people.dmOpened(ada.user, 'c', '1', 5);
      await opened.records.people.setMemberName({ ...ada, name: 'Ada L.' }, 5);
      await opened.records.checklist.tick(ada, 'l', { item: 'i', at: 80, by: 'hand', proof: null });
      await opened.records.lessonChoices.choose(ada, 'l', 'other');
      await opened.records.submissions.setPullRequest(id, pullRequest);
      expect(await opened.records.personalData.of(ada)).toEqual({
        files: [{ lesson: 'l', path: 'Dockerfile', bytes: secret.length, receivedAt: 50 }],
        submissions: expect.arrayContaining([
          { id, lesson: 'l', receivedAt: 100, outcome: 'failed', withFiles: true },
          { id: waiting, lesson: 'other', receivedAt: 100, outcome: null, withFiles: true },
        ]),
        hints: 1,
        checks: 1,
        asks: 0,
        ticks: 1,
        pullRequests: [pullRequest.url],
        name: 'Ada L.',
        ownLessons: ['other'],
        locale: 'de',
        dm: true,
      });
    });

    test('deletes a student’s data, except for results that the lesson keeps', async () => {
      const kept = await hand(ada, 'graded', 200);
      const gone = await hand(ada, 'free', 200);
      await opened.records.personalData.erase(ada, (lesson) => lesson === 'graded');
      expect(await opened.records.personalData.of(ada)).toEqual({
        files: [],
        submissions: [{ id: kept, lesson: 'graded', receivedAt: 100, outcome: 'failed', withFiles: false }],
        hints: 0,
        checks: 0,
        asks: 0,
        ticks: 0,
        pullRequests: [],
        name: null,
        ownLessons: [],
        locale: null,
        dm: false,
      });
      expect(await opened.records.submissions.get(gone)).toBeNull();
      expect((await opened.records.submissions.get(kept))?.filesDigest).toBe('');
      expect((await opened.records.submissions.get(kept))?.verdict).toMatchObject({
        outcome: 'failed',
        reason: 'build-failed',
        todo: 3,
        excerpt: [],
      });
      expect((await opened.records.personalData.of(bob)).files).toHaveLength(1);
    });

    test('leave no text of the student’s in the database once deleted', async () => {
      const id = await hand(ada, 'graded', 200);
      await opened.records.submissions.setPullRequest(id, pullRequest);
      await opened.records.personalData.erase(bob, () => false);
      expect(await everything()).toContain(secret);
      await opened.records.personalData.erase(ada, () => true);
      const left = await everything();
      expect(left).not.toContain(secret);
      expect(left).not.toContain(pullRequest.url);
      expect(left).not.toContain(bob.user);
    });

    test('keep what is being verified until it is judged', async () => {
      const id = await hand(ada, 'l', null);
      await opened.records.personalData.erase(ada, () => false);
      expect((await opened.records.submissions.get(id))?.files).toHaveProperty('Dockerfile');
    });
  });

  describe('old data', () => {
    test('prunes old data to results, while newer and unreported data stay', async () => {
      const old = await Promise.all(Array.from({ length: 3 }, () => hand(ada, 'l', 200)));
      const recent = await hand(ada, 'l', 9_000);
      const untold = await hand(ada, 'l', null);
      await opened.records.submissions.judge(untold, 1, told, 200);
      await opened.records.workspaces.remember(bob, 'l', { 'entrypoint.sh': 'x' }, 9_000);
      expect(await opened.records.personalData.prune(5_000)).toEqual({ submissions: 3, files: 2 });
      expect(await opened.records.personalData.prune(5_000)).toEqual({ submissions: 0, files: 0 });
      for (const id of old) {
        const submission = await opened.records.submissions.get(id);
        expect(submission?.files).toEqual({});
        expect(submission?.verdict).toMatchObject({ outcome: 'failed', excerpt: [] });
      }
      for (const id of [recent, untold]) {
        expect((await opened.records.submissions.get(id))?.files).toHaveProperty('Dockerfile');
      }
      expect((await opened.records.personalData.of(bob)).files.map((file) => file.path)).toEqual([
        'entrypoint.sh',
      ]);
      expect((await opened.records.verdicts.outcomesSince(ada.guild, 0)).failed).toBe(5);
    });
  });
});
