import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { DemoClass } from '../../src/cli/try/demo-class.ts';
import { boxOf, inBrowser, serious, useBrowser } from '../classroom/browser.ts';

/** The story of a student and of a teaching assistant, by mouse and keyboard in a real browser, with bot, worker and boxes. */

const lesson = join(import.meta.dirname, '../../lessons/backend-docker');
const minutes = (n: number): number => n * 60_000;

async function type(page: Page, text: string): Promise<void> {
  await boxOf(page).fill(text);
  await boxOf(page).press('Enter');
}

/** Drops files onto the input for messages, as from a folder. */
async function drop(page: Page, files: Readonly<Record<string, string>>): Promise<void> {
  const data = await page.evaluateHandle(`(() => {
    const transfer = new DataTransfer();
    for (const [name, text] of Object.entries(${JSON.stringify(files)}))
      transfer.items.add(new File([text], name));
    return transfer;
  })()`);
  await page.dispatchEvent('.composer', 'drop', { dataTransfer: data });
}

inBrowser('a class on the page', () => {
  const { look, problems } = useBrowser();
  let stage: DemoClass;
  let answer: Record<'Dockerfile' | '.dockerignore' | 'entrypoint.sh', string>;

  beforeAll(async () => {
    const read = (name: string) => readFile(join(lesson, 'solution', name), 'utf8');
    answer = {
      Dockerfile: await read('Dockerfile'),
      '.dockerignore': await read('.dockerignore'),
      'entrypoint.sh': await read('entrypoint.sh'),
    };
    stage = await DemoClass.start({ port: 0, lesson: 'backend-docker', name: 'e2e-page' });
    await stage.ready();
  }, minutes(3));
  afterAll(() => stage.close(), minutes(1));

  test(
    'a student asks for a hint, checks by form, by paste and by dropped files, reloads, and passes for real',
    async () => {
      const page = await look(stage, 'Ada');
      // By keyboard: the command is chosen from the list, its option from the bot's choices.
      await boxOf(page).pressSequentially('/hin');
      await boxOf(page).press('Enter');
      await page.getByRole('option').filter({ hasText: '3' }).first().waitFor();
      await boxOf(page).fill('/hint todo:3');
      await boxOf(page).press('Enter');
      await page.getByText('Only you can see this').first().waitFor();
      await page.getByRole('button', { name: 'Spoiler' }).first().click();
      await page.getByText('uv sync --frozen').first().waitFor();
      await page.getByRole('button', { name: 'TODO 4' }).click();
      await page.getByText('WORKDIR /app/core').first().waitFor();

      // By form.
      await type(page, '/check');
      const form = page.getByRole('dialog');
      await form.getByRole('textbox').first().fill(answer.Dockerfile.replace('WORKDIR /app/core\n', ''));
      await form.getByRole('button', { name: 'Submit' }).click();
      await form.waitFor({ state: 'detached' });
      await page.getByText('TODOs done').first().waitFor();

      // By paste into a DM, then by files dropped there.
      await page.getByRole('link', { name: 'Dockhand', exact: true }).click();
      await boxOf(page).fill(
        `\`\`\`dockerfile\n${answer.Dockerfile.replace('WORKDIR /app/core\n', '')}\n\`\`\``,
      );
      await boxOf(page).press('Enter');
      await page.getByText('TODOs done').first().waitFor();
      await drop(page, answer);
      await boxOf(page).press('Enter');
      await page.getByText('6 of 6 TODOs done').waitFor();
      expect(await serious(page)).toEqual([]);

      // A real verification; a reload in the middle loses nothing.
      await type(page, '/verify');
      await page.getByText('Full verification').first().waitFor();
      await page.reload();
      await page.getByRole('link', { name: 'Dockhand', exact: true }).click();
      await page.getByText(/Passed!/).waitFor({ timeout: minutes(9) });
      expect(problems).toEqual([]);
    },
    minutes(12),
  );

  test(
    'a teaching assistant takes a question, holds the queue by keyboard, and looks at the class',
    async () => {
      const [ben, grace] = [await look(stage, 'Ben'), await look(stage, 'Grace')];
      await boxOf(ben).fill('/queue');
      expect(await ben.getByRole('option', { name: '/queue' }).count()).toBe(0);
      await type(ben, '/ask question:Why is permission denied?');
      await ben.getByText('Only you can see this').first().waitFor();

      await grace.getByRole('link', { name: 'staff' }).click();
      await grace.getByText('Why is permission denied?').waitFor();
      await grace.getByRole('button', { name: 'I take it' }).click();
      const thread = ben.locator('.thread-link');
      await thread.click();
      await grace.locator('.thread-link').click();
      await type(grace, 'What does TODO 5 say?');
      await ben.getByText('What does TODO 5 say?').waitFor();

      await grace.getByRole('link', { name: 'staff' }).click();
      await type(grace, '/queue');
      await grace.getByRole('button', { name: 'Pause' }).focus();
      await grace.keyboard.press('Enter');
      await grace.getByRole('button', { name: 'Go on' }).first().waitFor();
      await grace.getByRole('button', { name: 'Go on' }).first().focus();
      await grace.keyboard.press('Enter');
      await grace.getByRole('button', { name: 'Pause' }).first().waitFor();
      await type(grace, '/class');
      await grace.getByText('Where the class stands').waitFor();
      await grace.locator('.picture img').first().waitFor();
      expect(await serious(grace)).toEqual([]);
      expect(problems).toEqual([]);
    },
    minutes(5),
  );

  test('no request of the bot was refused', () => {
    expect(stage.classroom.refused.map((one) => [one.method, one.path, one.status])).toEqual([]);
  });
});
