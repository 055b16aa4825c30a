import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type Person, textOf } from '../../classroom/server.ts';
import type { Lesson } from '../../src/lesson/lesson.ts';
import { type ClassServer, filled, openClassServer, refusedRequests } from '../support/class-server.ts';
import { GitHubStandIn, gitHubFaults } from '../support/github/stand-in.ts';
import { until } from '../support/until.ts';
import { verdictOf } from '../support/verdicts.ts';
import { dockerfile } from './student-files.ts';

jest.setTimeout(180_000);

const patience = 60_000;
let gitHub: GitHubStandIn;
let classServer: ClassServer;
let asked: Partial<NonNullable<Lesson['manifest']>> = {};
let outcome: 'passed' | 'failed' = 'passed';
let students = 0;
const people: Person[] = [];

beforeAll(async () => {
  gitHub = await GitHubStandIn.open();
  classServer = await openClassServer({
    change: (read) => (read.manifest === null ? read : { ...read, manifest: { ...read.manifest, ...asked } }),
    settings: { GITHUB_API_URL: gitHub.url, GITHUB_TOKEN: gitHub.token, GITHUB_REPORTS: 'comment' },
  });
  classServer.work(async () => verdictOf(outcome));
});
afterEach(() => {
  gitHub.fault = null;
  asked = {};
  outcome = 'passed';
});
afterAll(async () => {
  // The token appears nowhere in the bot's log or messages.
  const said = JSON.stringify([people.map((who) => who.seesEverywhere()), gitHub.comments, gitHub.statuses]);
  for (const text of [classServer.logged(), said]) expect(text).not.toContain(gitHub.token);
  await classServer.close();
  expect(refusedRequests(classServer)).toEqual([]);
  await gitHub.close();
});

/** Each test has its own student with their own pull request. */
const newStudent = (): { readonly who: Person; readonly repository: string } => {
  students += 1;
  const { classroom, guild, general } = classServer;
  const who = classroom.join({ name: `Student ${students}`, guild, home: general });
  people.push(who);
  return { who, repository: `student-${students}/shop` };
};
/** Files that no other student has: for the same files, an earlier verdict would be reused. */
const filesFor = (repository: string) => ({
  'backend/Dockerfile': `FROM python:3.11-slim\n# ${repository}\n`,
  'backend/entrypoint.sh': '#!/bin/sh\nexec true\n',
});
const said = async (who: Person, url: string): Promise<string> =>
  (await filled(who.command('submit-pr', { url }))).text;
const verdictFor = (who: Person, words: string) =>
  who.waitFor((one) => JSON.stringify(one).includes(words), { ms: patience });

describe('/submit-pr', () => {
  test('verifies exactly the files at the newest commit, privately, and names the commit in the verdict', async () => {
    const { who, repository } = newStudent();
    const sha = gitHub.put(repository, { files: filesFor(repository) });
    const answer = await who.command('submit-pr', { url: gitHub.addressOf(repository) });
    expect(answer.ephemeral).toBe(true);
    const verdict = textOf(await verdictFor(who, 'Passed!'));
    expect(verdict).toContain(`student-${students}/shop#1`);
    expect(verdict).toContain(sha.slice(0, 7));
    const student = { guild: classServer.guild.id, user: who.id };
    const submission = await classServer.records.submissions.latest(student, 'backend-docker');
    expect(submission).toMatchObject({
      files: {
        Dockerfile: `FROM python:3.11-slim\n# ${repository}\n`,
        'entrypoint.sh': '#!/bin/sh\nexec true\n',
      },
      pullRequest: { owner: `student-${students}`, repo: 'shop', number: 1, commit: sha },
    });
    expect(Object.keys(submission?.files ?? {})).toHaveLength(2);
    const status = await filled(who.slash('/status'));
    expect(status.text).toContain(`student-${students}/shop#1`);
    const staff = await filled(classServer.tess.command('student', { name: who.id }, { force: true }));
    expect(staff.text).toContain(gitHub.addressOf(repository));
    expect(staff.text).toMatch(new RegExp(`by \\W*student-${students}\\W* on GitHub`));
  });

  test('reports its state on the pull request, in one comment, without quoting the files', async () => {
    const { who, repository } = newStudent();
    outcome = 'failed';
    const files = filesFor(repository);
    const sha = gitHub.put(repository, { files, number: 7 });
    await said(who, gitHub.addressOf(repository, 7));
    await verdictFor(who, 'Not passed yet');
    const own = () => gitHub.comments.filter(({ issue }) => issue === 7);
    await until(own, (all) => all.length === 1 && /❌/.test(all[0]?.body ?? ''), patience);
    outcome = 'passed';
    const fixed = gitHub.put(repository, {
      files: { ...files, 'backend/Dockerfile': `${files['backend/Dockerfile']}# more\n` },
      number: 7,
    });
    await said(who, gitHub.addressOf(repository, 7));
    await verdictFor(who, 'Passed!');
    await until(own, (all) => all.length === 1 && /✅/.test(all[0]?.body ?? ''), patience);
    expect(own()[0]?.body).not.toContain('FROM');
    const statuses = gitHub.statuses.filter((one) => one.sha === sha || one.sha === fixed);
    expect(statuses.map(({ state }) => state)).toEqual(expect.arrayContaining(['failure', 'success']));
    expect(statuses.every(({ context }) => context === 'dockhand/backend-docker')).toBe(true);
  });

  test('says the same verdict to the student when GitHub takes no report', async () => {
    const { who, repository } = newStudent();
    gitHub.put(repository, { files: filesFor(repository) });
    gitHub.fault = (request, reply) =>
      request.method === 'POST' ? reply.code(403).send({ message: 'Resource not accessible' }) : undefined;
    await said(who, gitHub.addressOf(repository));
    await verdictFor(who, 'Passed!');
    await until(classServer.logged, (log) => log.includes('github.report-not-written'), patience);
  });

  test('remarks on branch, message, base, draft and line ends, and verifies all the same', async () => {
    const { who, repository } = newStudent();
    gitHub.put(repository, {
      files: { ...filesFor(repository), 'backend/entrypoint.sh': '#!/bin/sh\r\nexec true\r\n' },
      branch: 'main_2',
      base: 'develop',
      draft: true,
      messages: ['wip'],
    });
    const answer = await said(who, gitHub.addressOf(repository));
    for (const words of ['main_2', 'feature/docker-backend', 'develop', 'wip', 'draft', 'Windows'])
      expect(answer).toContain(words);
    await verdictFor(who, 'Passed!');
  });

  test('submits nothing when a requirement of the lesson is not met', async () => {
    asked = { pullRequest: { branch: 'docker-<name>', require: ['branch'] } };
    const { who, repository } = newStudent();
    gitHub.put(repository, { files: filesFor(repository), branch: 'feature' });
    expect(await said(who, gitHub.addressOf(repository))).toContain('asks for one thing more');
    const student = { guild: classServer.guild.id, user: who.id };
    expect(await classServer.records.submissions.latest(student, 'backend-docker')).toBeNull();
    gitHub.put(repository, { files: filesFor(repository), branch: 'docker-ada' });
    await said(who, gitHub.addressOf(repository));
    await verdictFor(who, 'Passed!');
  });

  test.each<readonly [string, Parameters<GitHubStandIn['put']>[1], string]>([
    ['a closed one', { state: 'closed' }, 'Reopen pull request'],
    ['a merged one', { state: 'closed', merged: true }, 'merged already'],
    ['a missing file', { files: { 'backend/x': '' } }, 'git add backend/Dockerfile'],
    ['a file that is called otherwise', { files: { 'backend/dockerfile': '' } }, 'git mv backend/dockerfile'],
    ['files at the root', { files: { Dockerfile: '' } }, 'move them there'],
    ['a symbolic link', { files: { 'backend/Dockerfile': { link: 'x' } } }, 'symbolic link'],
    ['a submodule', { files: { backend: { submodule: true } } }, 'submodule'],
    ['a binary', { files: { 'backend/Dockerfile': Buffer.from([0]) } }, 'not a text file'],
  ])('says what to do about %s', async (_what, options, words) => {
    const { who, repository } = newStudent();
    gitHub.put(repository, options);
    expect(await said(who, gitHub.addressOf(repository))).toContain(words);
  });

  test.each([
    ['https://gitlab.com/a/b/-/merge_requests/1', 'where I do not go'],
    ['https://github.com.evil.example/a/b/pull/1', 'where I do not go'],
    ['my homework', 'not the address of a pull request'],
  ])('refuses an address that is no pull request there: %s', async (url, words) => {
    const { who } = newStudent();
    expect(await said(who, url)).toContain(words);
    expect(gitHub.requests.filter(({ path }) => path.includes('/a/b/'))).toEqual([]);
  });

  test('says that there is none, and when GitHub refuses the token', async () => {
    const { who } = newStudent();
    expect(await said(who, gitHub.addressOf('nobody/nothing'))).toContain('I cannot see that pull request');
    gitHub.fault = gitHubFaults.status(401, 'Bad credentials');
    expect(await said(who, gitHub.addressOf('nobody/nothing'))).toContain('does not know me any more');
    expect(classServer.logged()).toContain('github.token-refused');
  });

  test('keeps a private pull request to the one who submitted it', async () => {
    const { who, repository } = newStudent();
    gitHub.put(repository, { files: filesFor(repository), private: true });
    await said(who, gitHub.addressOf(repository));
    await verdictFor(who, 'Passed!');
    const { who: other } = newStudent();
    const answer = await said(other, gitHub.addressOf(repository));
    expect(answer).toContain('Somebody else of your class');
    const student = { guild: classServer.guild.id, user: other.id };
    expect(await classServer.records.workspaces.files(student, 'backend-docker')).toEqual([]);
    // A commit that lacks the file says nothing to them either.
    gitHub.put(repository, { files: { 'README.md': 'secret plans' }, private: true });
    expect(await said(other, gitHub.addressOf(repository))).toContain('Somebody else of your class');
  });
});

describe('the checklist', () => {
  test('has a box for the pull request, which a submitted one ticks', async () => {
    const { who, repository } = newStudent();
    gitHub.put(repository, { files: filesFor(repository) });
    expect((await filled(who.slash('/checklist'))).text).toMatch(/☐ .*pull request/);
    await said(who, gitHub.addressOf(repository));
    const list = await filled(who.slash('/checklist'));
    expect(list.text).toMatch(/☑ .*pull request/);
    expect(list.text).toContain(`](${gitHub.addressOf(repository)})`);
  });
});

describe('the address of a pull request in a message', () => {
  test('offers with one button to submit it', async () => {
    const { who, repository } = newStudent();
    gitHub.put(repository, { files: filesFor(repository) });
    const text = `here is my work: ${gitHub.addressOf(repository)} 🎉`;
    const offer = await who.waitForReply(who.dm(text), { ms: patience });
    expect(textOf(offer)).toContain(`student-${students}/shop#1`);
    // Nothing is requested before the student presses the button.
    expect(gitHub.requests.filter(({ path }) => path.includes(repository))).toEqual([]);
    await who.press(offer, 'Submit this pull request');
    await verdictFor(who, 'Passed!');
  });

  test('yields to a file sent beside it', async () => {
    const { who, repository } = newStudent();
    const text = `${gitHub.addressOf(repository)}\n\`\`\`dockerfile\n${dockerfile}\n\`\`\``;
    const answer = await who.waitForReply(who.dm(text), { ms: patience });
    expect(JSON.stringify(answer)).not.toContain('Submit this pull request');
    const files = await classServer.records.workspaces.files(
      { guild: classServer.guild.id, user: who.id },
      'backend-docker',
    );
    expect(files.map(({ path }) => path)).toEqual(['Dockerfile']);
  });

  test('makes a command with `/submit-pr` typed before it', async () => {
    const { who, repository } = newStudent();
    gitHub.put(repository, { files: filesFor(repository) });
    who.dm(`/submit-pr ${gitHub.addressOf(repository)}`);
    await verdictFor(who, 'Passed!');
  });

  test('sends the offer by DM when the bot is mentioned with it in a server', async () => {
    const { who, repository } = newStudent();
    gitHub.put(repository, { files: filesFor(repository) });
    who.say(classServer.general, `<@${classServer.bot.user}> ${gitHub.addressOf(repository)}`);
    const offer = await who.waitFor((one) => JSON.stringify(one).includes('Submit this pull request'), {
      ms: patience,
    });
    await who.press(offer, 'Submit this pull request');
    await verdictFor(who, 'Passed!');
  });
});
