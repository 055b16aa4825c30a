import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Person } from '../../classroom/server.ts';
import type { Submission } from '../../src/records/records.ts';
import type { Verdict } from '../../src/submission/verdict.ts';
import { inBrowser, listen, openBrowser, serious } from '../support/browser.ts';
import { until } from '../support/until.ts';
import { verdictOf } from '../support/verdicts.ts';
import { openStaffRoom, type StaffRoom } from './support.ts';

// A browser may be slow on a busy machine. Milliseconds.
jest.setTimeout(180_000);

/** A folder for pictures of every page, for people who want to look at them. */
const PICTURES = process.env.DOCKHAND_PICTURES;

const hostile = '<img src=x onerror=alert(1)>"\'`{{7*7}}</script>';

let browser: Browser;
let context: BrowserContext;
let room: StaffRoom;
let problems: string[];

async function open(options: { readonly phone?: boolean; readonly dark?: boolean } = {}): Promise<Page> {
  context = await browser.newContext({
    viewport: options.phone ? { width: 390, height: 844 } : { width: 1280, height: 900 },
    colorScheme: options.dark ? 'dark' : 'light',
  });
  const page = await context.newPage();
  listen(page, problems);
  page.on('request', (request) => {
    const at = new URL(request.url()).origin;
    if (at !== room.url && at !== room.classroom.url) problems.push(`it asked ${request.url()}`);
  });
  return page;
}

/** Signs in as people do: through Discord's own page. */
async function signIn(page: Page, as: Person, path = ''): Promise<void> {
  await page.goto(`${room.url}/s/${room.guild.id}${path}`);
  await page.getByRole('link', { name: 'Sign in with Discord' }).click();
  await page.getByRole('link', { name: as.name }).click();
}

const live = (page: Page) => page.locator('#pulse[data-state="live"]').waitFor();

async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES !== undefined) await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
}

/**
 * Accessibility problems for people without a mouse or without sight: focusable elements without a name or without a visible focus, and
 * targets that are too small (24 pixels, for a finger 44; links within a sentence are as high as the line).
 */
async function outOfReach(page: Page, finger: boolean): Promise<readonly string[]> {
  const client = await page.context().newCDPSession(page);
  const { nodes } = await client.send('Accessibility.getFullAXTree');
  await client.detach();
  const nameless = nodes
    .filter(
      ({ ignored, properties }) =>
        !ignored && properties?.some((one) => one.name === 'focusable' && one.value.value === true),
    )
    .filter(({ role, name }) => role?.value !== 'RootWebArea' && role?.value !== 'main' && !name?.value)
    .map(({ role }) => `without a name: ${role?.value}`);
  const wrong = await page.evaluate<string[]>(`(() => {
    const least = ${finger ? 44 : 24};
    const wrong = [];
    for (const one of document.querySelectorAll('a[href], button, input:not([type=hidden]), summary, [tabindex="0"]')) {
      if (one.tabIndex < 0 || one.closest('.skip')) continue;
      one.focus({ focusVisible: true });
      const name = one.outerHTML.slice(0, 90);
      if (document.activeElement !== one) wrong.push('not to be focused: ' + name);
      else if (getComputedStyle(one).outlineStyle === 'none') wrong.push('no sign of focus: ' + name);
      const { width, height } = one.getBoundingClientRect();
      const alone = one.matches('button, .button, summary, nav a');
      if (alone && (height < least - 0.5 || width < 24)) wrong.push(Math.round(width) + ' by ' + Math.round(height) + ': ' + name);
    }
    document.activeElement?.blur();
    return wrong;
  })()`);
  return [...nameless, ...wrong];
}

/** A class in the middle of its lesson. */
async function fill(): Promise<{ readonly waiting: Submission; readonly students: readonly Person[] }> {
  const names = [
    'Grace',
    'Linus',
    'Barbara',
    'Dennis',
    'Radia',
    'Edsger',
    'Margaret',
    'Ken',
    'Frances',
    'Alan',
    hostile,
  ];
  const students = names.map((name) => room.classroom.join({ name, guild: room.guild }));
  const states = ['done', 'wrong', 'missing', 'unknown'] as const;
  for (const [i, student] of students.entries()) {
    const todos = Object.fromEntries(
      [1, 2, 3, 4, 5, 6].map((n) => [n, n <= i % 7 ? 'done' : states[(i + n) % 4]]),
    );
    await room.records.progress.recordTodos(
      { guild: room.guild.id, user: student.id },
      'backend-docker',
      todos as Record<number, 'done' | 'wrong' | 'missing' | 'unknown'>,
      Date.now() - i * 60_000,
    );
  }
  const dockerfile = `FROM python:3.12-slim\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\n# ${hostile}\nCMD python manage.py runserver\n`;
  const outcomes: readonly Verdict[] = [
    { ...verdictOf('passed'), phases: verdictOf('passed').phases },
    {
      ...verdictOf('failed'),
      reason: 'not-executable',
      todo: 5,
      file: 'entrypoint.sh',
      line: 1,
      explanation: { page: 'verdict-reason', key: 'not-executable', values: { file: hostile } },
      excerpt: [`exec: "${hostile}": permission denied`, 'second line of the log'],
      phases: [
        {
          name: 'build',
          status: 'ok',
          ms: 8_200,
          detail: { page: 'phase-detail', key: 'built', values: { steps: 9, cached: 4 } },
        },
        {
          name: 'inspect',
          status: 'warned',
          ms: 120,
          detail: { page: 'phase-detail', key: 'leaked-files', values: { files: hostile } },
        },
        {
          name: 'run',
          status: 'failed',
          ms: 900,
          detail: { page: 'phase-detail', key: 'started', values: {} },
        },
        {
          name: 'probe',
          status: 'skipped',
          ms: 0,
          detail: { page: 'phase-detail', key: 'skipped', values: {} },
        },
      ],
    },
    { ...verdictOf('error'), reason: 'no-box' },
  ];
  for (const [i, student] of [...students.slice(0, 6), students.at(-1)].entries()) {
    if (student === undefined) continue;
    const submission = await room.handIn(student, { Dockerfile: dockerfile, 'entrypoint.sh': '#!/bin/sh\n' });
    const verdict = i === 6 ? outcomes[1] : outcomes[i % 3];
    if (verdict !== undefined) await room.judge(submission, verdict);
    await room.desk.cancel(submission, 'by-ta');
  }
  await room.records.questions.ask({
    id: 'k000000000001',
    student: { guild: room.guild.id, user: students[1]?.id ?? '' },
    lesson: 'backend-docker',
    at: Date.now() - 200_000,
    question: `Why is my entrypoint not found? ${hostile}`,
    submission: null,
  });
  for (const student of students.slice(7, 10)) await room.handIn(student);
  const waiting = await room.handIn(room.ada);
  return { waiting, students };
}

inBrowser('the staff pages, in Chromium', () => {
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    problems = [];
    room = await openStaffRoom();
  });
  afterEach(async () => {
    for (const each of browser.contexts()) await each.close();
    await room.close();
  });

  test('shows every page accessibly in both themes and on a phone, without sideways scrolling', async () => {
    const { students } = await fill();
    const worker = await room.worker('lab-1');
    await worker.tell({ phase: 'build', step: { n: 4, of: 9, instruction: `RUN echo ${hostile}` } });
    for (const look of [{}, { dark: true }, { phone: true }] as const) {
      const name = 'phone' in look ? 'phone' : 'dark' in look ? 'dark' : 'light';
      const page = await open(look);
      await page.goto(`${room.url}/sign-in`);
      await picture(page, `sign-in-${name}`);
      expect(await serious(page)).toEqual([]);
      expect(await outOfReach(page, name === 'phone')).toEqual([]);
      await signIn(page, room.tess);
      for (const [path, title] of [
        ['', 'Board'],
        ['/class', 'Class'],
        [`/student/${students.at(-1)?.id}`, null],
        [
          `/act?do=cancel&what=${(await room.records.submissions.latest({ guild: room.guild.id, user: room.ada.id }, 'backend-docker'))?.id}`,
          'Cancel',
        ],
      ] as const) {
        await page.goto(`${room.url}/s/${room.guild.id}${path}`);
        await page.getByRole('heading', { level: 1, name: title ?? hostile }).waitFor();
        if (!path.startsWith('/act')) await live(page);
        // Names are requested in the background.
        if (path === '' || path === '/class') await page.getByText('Ken').first().waitFor();
        await picture(page, `${path.split(/[/?]/)[1] ?? 'board'}-${name}`);
        // The phone has the colours of the light theme, so only its layout can be wrong there.
        if (name !== 'phone' || path === '') expect(await serious(page)).toEqual([]);
        const sideways = await page.evaluate<number>(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        );
        expect(sideways).toBeLessThanOrEqual(0);
        if (name !== 'dark') expect([path, await outOfReach(page, name === 'phone')]).toEqual([path, []]);
      }
      await context.close();
    }
    expect(problems).toEqual([]);
  });

  test('Questions to a human are counted on the board', async () => {
    const grace = room.classroom.join({ name: 'Grace', guild: room.guild });
    for (const [n, { id: user }] of [room.ada, grace].entries())
      await room.records.questions.ask({
        ...{ id: `k00000000000${n}`, student: { guild: room.guild.id, user }, lesson: 'backend-docker' },
        ...{ at: Date.now() - 200_000, question: `Question ${n}?`, submission: null },
      });
    await room.records.questions.setPlace('k000000000000', {
      card: { channel: room.staffChannel.id, message: '300000000000000001' },
    });
    const page = await open();
    await signIn(page, room.tess);
    await live(page);
    const section = page.getByRole('region', { name: 'Questions to a human' });
    await section.getByRole('heading').getByText('2', { exact: true }).waitFor();
  });

  test('updates open pages without a reload and keeps what is open or focused', async () => {
    const page = await open();
    await signIn(page, room.tess);
    await live(page);
    await page.getByText('Nobody waits.').waitFor();
    const submission = await room.handIn(room.ada);
    const waiting = page.getByRole('listitem').filter({ hasText: 'Ada' });
    await waiting.getByRole('link', { name: 'Ada', exact: true }).waitFor();
    await waiting.getByRole('link', { name: 'Cancel: Ada' }).focus();

    const worker = await room.worker('lab-1');
    await worker.tell({ phase: 'build', step: { n: 2, of: 9, instruction: 'COPY . .' } });
    const running = page.getByRole('row').filter({ hasText: 'Ada' });
    await running.getByText('Build the image').waitFor();
    await running.getByText('2/9').waitFor();
    await worker.tell({ phase: 'probe', step: null });
    await running.getByText('Ask the API').waitFor();
    await page.getByText('1 of 2 boxes does not answer.').waitFor();
    // A clock that advances by itself.
    const before = await running.locator('time').textContent();
    await until(
      () => running.locator('time').textContent(),
      (now) => now !== before,
      20_000,
    );

    await room.judge(submission, { ...verdictOf('failed'), reason: 'not-json', todo: 6 });
    const verdict = page.getByRole('row').filter({ hasText: 'does not answer with JSON' });
    await verdict.getByText('TODO 6').waitFor();

    await verdict.getByRole('link', { name: 'Ada' }).click();
    await live(page);
    const details = page.locator('details').filter({ hasText: 'does not answer with JSON' });
    await details.locator('summary').click();
    expect(await details.getAttribute('open')).toBeNull();
    await room.judge(await room.handIn(room.ada), verdictOf('passed'));
    await page.locator('details').filter({ hasText: 'passed' }).first().waitFor();
    expect(await details.getAttribute('open')).toBeNull();
    expect(problems).toEqual([]);
  });

  test('cancels a verification by keyboard after a confirmation, and records and announces it', async () => {
    const submission = await room.handIn(room.ada);
    const page = await open();
    await signIn(page, room.tess);
    await live(page);
    const cancel = page.getByRole('link', { name: 'Cancel: Ada' });
    await cancel.waitFor();
    await cancel.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Cancel' });
    await dialog.getByText('Cancel this verification of Ada?').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    // Pressing a key twice does not confirm either, and leads back to where the person was.
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Cancel');
    await page.keyboard.press('Enter');
    await dialog.waitFor();
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    expect((await room.records.submissions.get(submission.id))?.verdict).toBeNull();

    await cancel.focus();
    await page.keyboard.press('Enter');
    await dialog.getByLabel('Reason').fill('She asked me to');
    await page.keyboard.press('Enter');
    await page.getByText('The verification was cancelled.').waitFor();
    expect(await page.evaluate('document.activeElement.id')).toBe('notice');
    expect((await room.records.submissions.get(submission.id))?.verdict).toMatchObject({
      outcome: 'cancelled',
      reason: 'by-ta',
    });
    expect(await room.records.audit.entries(room.guild.id, { limit: 5 })).toMatchObject([
      { who: room.tess.id, action: 'queue.cancel', whom: room.ada.id, reason: 'She asked me to' },
    ]);
    await room.staff('She asked me to');

    for (const [act, sentence] of [
      ['Pause the queue', 'The queue is paused.'],
      ['Resume the queue', 'The queue goes on.'],
    ] as const) {
      await page.getByRole('link', { name: act }).click();
      await page.getByRole('dialog').getByRole('button', { name: act }).click();
      await page.getByText(sentence, { exact: true }).waitFor();
    }
    expect((await room.desk.overview(room.guild.id)).queue?.paused).toBe(false);
    expect(problems).toEqual([]);
  });

  test('shows nothing more on open pages once the TA role is taken away', async () => {
    const page = await open();
    await signIn(page, room.tess);
    await live(page);
    room.tess.setRoles(room.guild, []);
    const real = Date.now;
    jest.spyOn(Date, 'now').mockImplementation(() => real() + 61_000);
    try {
      await room.handIn(room.ada);
      await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
    } finally {
      jest.restoreAllMocks();
    }
  });
});
