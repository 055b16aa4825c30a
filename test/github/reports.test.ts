import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { GitHubConnection } from '../../src/github/connection.ts';
import { PullRequestReports } from '../../src/github/reports.ts';
import type { Submission } from '../../src/records/records.ts';
import { localeOf } from '../../src/wording/wording.ts';
import { GitHubStandIn, gitHubFaults } from '../support/github/stand-in.ts';
import { until } from '../support/until.ts';
import { verdictOf } from '../support/verdicts.ts';

let gitHub: GitHubStandIn;
beforeAll(async () => {
  gitHub = await GitHubStandIn.open();
});
afterEach(() => {
  gitHub.fault = null;
  gitHub.statuses.length = 0;
  gitHub.comments.length = 0;
  gitHub.requests.length = 0;
});
afterAll(() => gitHub.close());

const submissionWith = (parts: Partial<Submission> = {}): Submission => ({
  id: 's1',
  student: { guild: '1', user: '2' },
  lesson: { slug: 'backend-docker', digest: 'd' },
  files: {},
  filesDigest: 'f',
  receivedAt: 1,
  run: 1,
  runBy: 'student',
  state: 'judged',
  reply: null,
  verdict: null,
  judgedAt: null,
  notifiedAt: null,
  pullRequest: {
    owner: 'ada',
    repo: 'shop',
    number: 1,
    commit: '0123456789'.repeat(4),
    branch: 'b',
    author: 'ada',
    url: gitHub.addressOf('ada/shop'),
  },
  ...parts,
});

function reporting(
  current: Submission,
  options: { readonly write?: 'off' | 'status' | 'comment'; readonly token?: string | null } = {},
) {
  const lines: string[] = [];
  const { token = gitHub.token, write = 'comment' } = options;
  const reports = new PullRequestReports({
    connection: new GitHubConnection({ apiUrl: gitHub.url, token }),
    write,
    current: async () => current,
    pauses: [50],
    log: pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) }),
  });
  return { reports, logged: () => lines.join('') };
}
const lesson = { title: 'Docker & <b> @everyone' };

test('writes a status and one comment, which mentions nobody and holds no HTML', async () => {
  const { reports } = reporting(submissionWith({ verdict: verdictOf('failed') }));
  await reports.publish(submissionWith(), lesson, 'en');
  await reports.publish(submissionWith(), lesson, localeOf('fr'));
  expect(gitHub.statuses.map(({ state }) => state)).toEqual(['failure', 'failure']);
  expect(gitHub.comments).toHaveLength(1);
  expect(gitHub.comments[0]?.body).toContain('Pas encore réussi');
  expect(gitHub.comments[0]?.body).not.toMatch(/@everyone|<b>/);
});

test('leaves a comment alone that only quotes the mark of its own', async () => {
  gitHub.comments.push({ id: 1, issue: 1, body: 'see <!-- dockhand:backend-docker --> here' });
  const { reports } = reporting(submissionWith({ verdict: verdictOf('passed') }));
  await reports.publish(submissionWith(), lesson, 'en');
  expect(gitHub.comments.map(({ body }) => body.includes('Passed'))).toEqual([false, true]);
});

test('writes the submission’s current state, not the one at the time of the request', async () => {
  const { reports } = reporting(submissionWith({ verdict: verdictOf('passed') }), { write: 'status' });
  await reports.publish(submissionWith({ verdict: null, state: 'queued' }), lesson, 'en');
  expect(gitHub.statuses.map(({ state }) => state)).toEqual(['success']);
  expect(gitHub.comments).toEqual([]);
});

test.each([
  ['the operator wants none', submissionWithout, { write: 'off' as const }],
  ['it came from no pull request', () => submissionWith({ pullRequest: null }), {}],
  [
    'a newer submission took its place',
    () => submissionWith({ verdict: { ...verdictOf('cancelled'), reason: 'superseded' } }),
    {},
  ],
])('writes nothing where %s', async (_why, make, options) => {
  const submission = make();
  const { reports } = reporting(submission, options);
  await reports.publish(submission, lesson, 'en');
  expect(gitHub.requests).toEqual([]);
});

function submissionWithout(): Submission {
  return submissionWith({ verdict: verdictOf('passed') });
}

test('tries again when GitHub was away, and says no word of the token', async () => {
  gitHub.fault = gitHubFaults.status(502);
  const { reports, logged } = reporting(submissionWith({ verdict: verdictOf('passed') }), {
    write: 'status',
  });
  const published = reports.publish(submissionWith(), lesson, 'en');
  await published;
  gitHub.fault = null;
  await until(
    () => gitHub.statuses,
    (all) => all.length === 1,
    60_000,
  );
  expect(logged()).toContain('github.report-not-written');
  expect(logged()).not.toContain(gitHub.token);
  reports.close();
});

test('gives up where the token may not write', async () => {
  const { reports, logged } = reporting(submissionWith({ verdict: verdictOf('passed') }), { token: null });
  await reports.publish(submissionWith(), lesson, 'en');
  expect(logged()).toContain('"again":false');
  expect(gitHub.statuses).toEqual([]);
});
