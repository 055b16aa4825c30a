import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { textOf } from '../../classroom/server.ts';
import { DemoClass } from '../../src/cli/try/demo-class.ts';
import { isVerdict } from '../../src/cli/try/tour.ts';
import { type InstalledLesson, loadLesson } from '../../src/library/library.ts';

/** A whole class at work: the real discord.js, a bot and a worker as processes, a real Redis, real builds in a box. */

const lessonFolder = join(import.meta.dirname, '../../lessons/backend-docker');
const minutes = (n: number): number => n * 60_000;

let stage: DemoClass;
let installed: InstalledLesson;
let answer: Record<string, string>;

beforeAll(async () => {
  installed = await loadLesson(lessonFolder);
  const read = (name: string) => readFile(join(lessonFolder, 'solution', name), 'utf8');
  answer = {
    Dockerfile: await read('Dockerfile'),
    '.dockerignore': await read('.dockerignore'),
    'entrypoint.sh': await read('entrypoint.sh'),
  };
  stage = await DemoClass.start({ port: 0, lesson: installed.lesson.slug, name: 'e2e' });
  await stage.ready();
}, minutes(1));
afterAll(() => stage.close(), minutes(1));

const fence = (text: string, label = 'dockerfile'): string => `\`\`\`${label}\n${text}\n\`\`\``;
const upload = (name: string) => ({ name, bytes: Buffer.from(answer[name] ?? '') });

test('every request that the bot made so far was one that Discord accepts', () => {
  expect(stage.classroom.refused.map((one) => [one.method, one.path, one.status])).toEqual([]);
});

describe('/hint', () => {
  test('gives the nudges, then the answer behind a spoiler, privately, and a button to the next TODO', async () => {
    const hint = await stage.ada.slash('/hint 3');
    expect(hint.ephemeral).toBe(true);
    expect(hint.text).toContain(installed.lesson.todos[2]?.title ?? 'TODO 3');
    expect(JSON.stringify(hint.message?.components)).toContain('"spoiler":true');
    expect(hint.text.indexOf('Try this first')).toBeLessThan(hint.text.indexOf('uv sync --frozen'));
    if (hint.message === null) throw new Error('no message');
    const next = await stage.ada.press(hint.message, 'TODO 4');
    expect(next.text).toContain(installed.lesson.todos[3]?.title ?? 'TODO 4');
    expect(stage.ben.sees(stage.classChannel)).toEqual([]);
  });

  test('offers the TODOs as one types', async () => {
    const choices = await stage.ada.autocomplete('hint', 'todo', '');
    expect(choices).toHaveLength(6);
  });

  test('says which TODOs there are when that one is not', async () => {
    const hint = await stage.ada.slash('/hint 99');
    expect(hint.text).toMatch(/no TODO 99.*TODO 1 to 6/s);
  });
});

describe('a paste in a DM', () => {
  test('checks a paste, names what is missing and checks an edited message again', async () => {
    const { ada } = stage;
    const forgotten = answer.Dockerfile?.replace('WORKDIR /app/core\n', '') ?? '';
    const message = ada.dm(fence(forgotten), [upload('entrypoint.sh'), upload('.dockerignore')]);
    const reply = await ada.waitForReply(message);
    expect(textOf(reply)).toMatch(/TODO 4/);
    const before = textOf(reply);
    ada.edit(message, fence(answer.Dockerfile ?? ''));
    const better = await ada.waitFor((one) => one.id === reply.id && textOf(one) !== before, { where: 'dm' });
    expect(textOf(better)).not.toEqual(before);
  });

  test('answers what is not a Dockerfile with what to send', async () => {
    const message = stage.ben.dm('hello, is anybody there?');
    expect(textOf(await stage.ben.waitForReply(message))).toMatch(/Dockerfile/);
  });
});

describe('/verify', () => {
  const verdictFor = async (who: 'ada' | 'ben'): Promise<string> => {
    const asked = await stage[who].slash('/verify', { where: 'dm' });
    await asked.until((now) => isVerdict(now.text), { ms: minutes(4) });
    return asked.text;
  };

  test(
    'the lesson’s own answer is really built, really run, and passes; the TA sees it run',
    async () => {
      const asked = await stage.ada.slash('/verify', { where: 'dm' });
      const seen = new Set<string>();
      while (!isVerdict(asked.text)) {
        seen.add(asked.text);
        const before = asked.text;
        // While a build runs, nobody waits: Discord gives up on an initial response after three seconds.
        const hint = await stage.ben.slash('/hint 1');
        expect([hint.failed, hint.text]).toEqual([false, expect.stringContaining('TODO 1')]);
        await asked.until((now) => now.text !== before, { ms: minutes(4) });
      }
      expect(asked.text).toMatch(/Passed!/);
      expect(seen.size).toBeGreaterThan(1);
    },
    minutes(5),
  );

  test(
    'a repair of a planted bug is really built and really run, and stays practice',
    async () => {
      const found = await (await stage.ada.slash('/bug-hunt', { where: 'dm' })).untilFilled();
      const file = /copy of your `([^`]+)`/.exec(found.text)?.[1] ?? '';
      if (found.message === null) throw new Error('no bug');
      const form = await stage.ada.press(found.message, 'Open the file');
      const text = `${answer[file]}\n# mended\n`;
      const sent = await (await form.modal.fill({ text }).submit()).untilFilled();
      const told = await sent.until((now) => now.text.includes('for real: it passed'), { ms: minutes(4) });
      expect(told.text).toContain('Your points are as before');
    },
    minutes(5),
  );

  test(
    'a script that may not be executed fails with phase, line, reason and hint',
    async () => {
      const { ben } = stage;
      const broken = answer.Dockerfile?.replace('RUN chmod +x /entrypoint.sh\n', '') ?? '';
      const message = ben.dm(fence(broken), [upload('entrypoint.sh'), upload('.dockerignore')]);
      await ben.waitForReply(message);
      const verdict = await verdictFor('ben');
      expect(verdict).toMatch(/Not passed yet/);
      expect(verdict).toMatch(/line \d+/);
      expect(verdict).toMatch(/execut/i);
      expect(verdict).toMatch(/Hint for TODO 5/);
    },
    minutes(5),
  );

  test('/status knows how it came out', async () => {
    const status = await stage.ada.slash('/status');
    expect(status.ephemeral).toBe(true);
    expect(status.text).toMatch(/passed/i);
  });
});

describe('/queue', () => {
  test('shows a TA what runs, waits and is done', async () => {
    const queue = await stage.grace.slash('/queue');
    expect(queue.text).toMatch(/Done today:.*1 passed.*1 not passed/s);
  });

  test('hides from students and refuses those who force it', async () => {
    expect(stage.ben.offered(stage.classChannel)).not.toContain('queue');
    const queue = await stage.ben.slash('/queue', { where: stage.classChannel, force: true });
    expect(queue.text).toMatch(/for the teaching assistants/);
  });
});

test('sends Discord no request that it refuses in the end', () => {
  expect(stage.classroom.refused.map((one) => [one.method, one.path, one.status])).toEqual([]);
});
