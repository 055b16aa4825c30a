import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { MessageFlags } from 'discord-api-types/v10';
import { textOf } from '../../classroom/server.ts';
import { post } from '../../classroom/world/messages.ts';
import type { Progress } from '../../src/submission/job.ts';
import type { Verdict } from '../../src/submission/verdict.ts';
import { type ClassServer, messageOf, openClassServer, refusedRequests } from '../support/class-server.ts';
import { until } from '../support/until.ts';
import { dockerfile, upload } from './student-files.ts';

let classServer: ClassServer;
let refusals: number[];
beforeEach(async () => {
  classServer = await openClassServer();
  refusals = [];
});
afterEach(async () => {
  await classServer.close();
  const codes = refusedRequests(classServer).map(
    (request) => (request.error as { code?: number } | undefined)?.code,
  );
  expect(codes).toEqual(refusals);
});

const attached = () => ({ dockerfile: upload('my-dockerfile', dockerfile) });

const passed: Verdict = {
  v: 1,
  outcome: 'passed',
  reason: null,
  explanation: null,
  todo: null,
  file: null,
  line: null,
  phases: [
    {
      name: 'build',
      status: 'ok',
      ms: 12_300,
      detail: { page: 'phase-detail', key: 'built', values: { steps: 9, cached: 2 } },
    },
    {
      name: 'probe',
      status: 'ok',
      ms: 80,
      detail: {
        page: 'phase-detail',
        key: 'answered',
        values: { path: '/api/products/', status: 200 },
      },
    },
  ],
  image: { bytes: 241_000_000, layers: [{ instruction: 'FROM', bytes: 241_000_000 }] },
  excerpt: [],
  digests: { lesson: 'l', checker: 'c', box: 'b' },
};
const failed: Verdict = {
  ...passed,
  outcome: 'failed',
  reason: 'build-failed',
  explanation: {
    page: 'verdict-cause',
    key: 'command-missing',
    values: { word: 'uv` @everyone ||x||' },
  },
  todo: 1,
  file: 'Dockerfile',
  line: 5,
  phases: [
    { name: 'build', status: 'failed', ms: 3_000, detail: { page: 'none', key: 'none', values: {} } },
    { name: 'run', status: 'skipped', ms: 0, detail: { page: 'none', key: 'none', values: {} } },
  ],
  image: null,
  excerpt: ['/bin/sh: 1: uv: not found', '``` @everyone'],
};
const building: Progress = {
  v: 1,
  phase: 'build',
  step: { n: 4, of: 9, instruction: 'RUN uv sync' },
  done: [],
  worker: 'w1',
};

describe('/verify', () => {
  test('says what to send if there is no file', async () => {
    const answer = await classServer.ada.slash('/verify');
    expect(answer.text).toContain('no Dockerfile of yours yet');
  });

  test('queues without a worker, says so, and passes when one connects', async () => {
    const answer = await classServer.ada.command('verify', attached());
    expect(answer.ephemeral).toBe(true);
    expect(answer.text).toContain('No machine is verifying right now');
    expect(answer.text).toContain('`Dockerfile` (just sent)');
    expect(answer.text).toContain('Not sent yet: `.dockerignore`, `entrypoint.sh`');
    let go: () => void = () => {};
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    classServer.work(async (_job, tell) => {
      await tell(building);
      await gate;
      return passed;
    });
    await answer.until((one) => one.text.includes('Step 4 of 9'), { ms: 8_000 });
    expect(answer.text).toContain('⏳ **Build the image**');
    go();
    await answer.until((one) => one.text.includes('Passed!'), { ms: 8_000 });
    expect(answer.text).toContain('1. Make a branch: `git checkout -b feature/docker-backend`');
    expect(answer.text).not.toContain('MB');
    const details = await classServer.ada.press(messageOf(answer), 'Details');
    expect(details.text).toContain('241 MB');
    expect(details.text).toContain('9 steps, 2 from the cache');
    expect(classServer.bob.sees()).toHaveLength(0);
    expect(classServer.ada.sees('dm')).toHaveLength(0);
  });

  test('shows the details of a verdict only to its student and their teaching assistants', async () => {
    classServer.work(async () => passed);
    const answer = await classServer.ada.command('verify', attached());
    await answer.until((one) => one.text.includes('Passed!'), { ms: 30_000 });
    const { classroom, general } = classServer;
    const { components = [], flags = 0 } = messageOf(answer);
    const { id } = post(classroom.world, {
      channel: general,
      author: classroom.world.bot.user,
      components,
      flags: flags & ~MessageFlags.Ephemeral,
    }).payload;
    const everybodys = classServer.bob.find(general.id, id);
    expect((await classServer.bob.press(everybodys, 'Details')).text).toContain('belongs to somebody else');
    expect((await classServer.tess.press(everybodys, 'Details')).text).toContain('241 MB');
  });

  test('shows phase, reason, line and hint of a failure, and escapes what the student wrote', async () => {
    classServer.work(async () => failed);
    const answer = await classServer.ada.command('verify', attached());
    await answer.until((one) => one.text.includes('Not passed yet'), { ms: 8_000 });
    expect(answer.text).toContain('Not passed yet: Build the image');
    expect(answer.text).toContain('is not in the image at this step');
    expect(answer.text).toContain('>   5 | RUN uv sync');
    expect(answer.text).toContain('uv: not found');
    expect(answer.text).not.toContain('``` @everyone');
    // Discord shows no spoilers in inline code.
    expect(answer.text.replace(/`[^`]*`/g, '')).not.toContain('||');
    const hint = await classServer.ada.press(messageOf(answer), 'Hint for TODO 1');
    expect(hint.text).toContain('TODO 1');
  });

  test('does not hold an error of ours against the student', async () => {
    classServer.work(async () => ({
      ...failed,
      outcome: 'error',
      reason: 'engine-away',
      explanation: { page: 'verdict-reason', key: 'engine-away', values: {} },
      todo: null,
    }));
    const answer = await classServer.ada.command('verify', attached());
    await answer.until((one) => one.text.includes('This one is on us'), { ms: 8_000 });
    expect(answer.text).toContain('does not count against you');
    expect(answer.text).not.toContain('Hint for');
    const again = await classServer.ada.press(messageOf(answer), 'Verify again');
    expect(again.text).toContain('Full verification');
  });

  test('verifies the remembered files from the button below a check', async () => {
    const check = await classServer.ada.waitForReply(classServer.ada.dm(`\`\`\`\n${dockerfile}\`\`\``));
    const answer = await classServer.ada.press(check, 'Full verification');
    expect(answer.text).toContain('(remembered, sent just now)');
    classServer.work(async () => passed);
    await answer.until((one) => one.text.includes('Passed!'), { ms: 8_000 });
  });

  test('lets its student cancel it', async () => {
    const answer = await classServer.ada.command('verify', attached());
    const pressed = await classServer.ada.press(messageOf(answer), 'Cancel');
    expect(pressed.failed).toBe(false);
    await answer.until((one) => one.text.includes('You cancelled this verification'));
  });

  test('replaces a waiting verification by a newer one', async () => {
    const first = await classServer.ada.command('verify', attached());
    await classServer.ada.command('verify', {
      dockerfile: upload('Dockerfile', `${dockerfile}EXPOSE 8000\n`),
    });
    await first.until((one) => one.text.includes('You sent a newer version'));
  });
});

describe('/verify while Redis is down', () => {
  test('records a submission, says so, and verifies it when Redis is back', async () => {
    classServer.wire.cut();
    const answer = await classServer.ada.command('verify', attached());
    expect(answer.failed).toBe(false);
    await answer.untilFilled();
    expect(answer.text).toContain('The queue does not answer at the moment');
    const student = { guild: classServer.guild.id, user: classServer.ada.id };
    expect((await classServer.records.submissions.latest(student, 'backend-docker'))?.state).toBe('recorded');
    const hint = await classServer.ada.slash('/hint 1');
    expect(hint.text).toContain('TODO 1');
    const status = await (await classServer.ada.slash('/status')).untilFilled();
    expect(status.text).toContain('The queue does not answer');
    const queue = await (await classServer.tess.command('queue', {}, { force: true })).untilFilled();
    expect(queue.text).toContain('The queue (Redis) does not answer');
    classServer.wire.mend();
    classServer.work(async () => passed);
    await classServer.restart();
    await answer.until((one) => one.text.includes('Passed!'), { ms: 12_000 });
  });
});

describe('a verdict after the interaction has expired', () => {
  const submit = async () => {
    const answer = await classServer.ada.command('verify', attached());
    classServer.classroom.expireTokens();
    return answer;
  };

  test('notifies the student once by DM', async () => {
    await submit();
    refusals = [50027];
    classServer.work(async () => passed);
    const told = await classServer.ada.waitFor((one) => textOf(one).includes('Passed!'), {
      where: 'dm',
      ms: 8_000,
    });
    expect(told).toBeDefined();
    await classServer.restart();
    expect(classServer.ada.sees('dm')).toHaveLength(1);
  });

  test('mentions a student with closed DMs, and shows the result to them alone', async () => {
    await submit();
    classServer.ada.closeDms();
    refusals = [50027, 50007];
    classServer.work(async () => passed);
    const call = await classServer.ada.waitFor((one) => textOf(one).includes('your verification is done'), {
      where: classServer.general,
      ms: 8_000,
    });
    expect(textOf(call)).toContain(`<@${classServer.ada.id}>`);
    const sent = await until(
      () =>
        classServer.classroom.requests.find((one) => one.path.endsWith(`${classServer.general.id}/messages`)),
      (request) => request !== undefined,
    );
    expect(sent?.body).toMatchObject({
      allowed_mentions: { parse: [], users: [classServer.ada.id] },
      enforce_nonce: true,
    });
    const bobs = await classServer.bob.press(call, 'Show my result');
    expect(bobs.text).toContain('belongs to somebody else');
    const adas = await classServer.ada.press(call, 'Show my result');
    expect(adas.ephemeral).toBe(true);
    expect(adas.text).toContain('Passed!');
  });

  test('edits the progress message in a DM', async () => {
    const answer = await classServer.ada.command('verify', attached(), { where: 'dm' });
    classServer.classroom.expireTokens();
    classServer.work(async () => passed);
    await answer.until((one) => one.text.includes('Passed!'), { ms: 8_000 });
    expect(classServer.ada.sees('dm')).toHaveLength(1);
  });

  test('retries when Discord fails', async () => {
    const answer = await classServer.ada.command('verify', attached());
    classServer.classroom.faults.add({ status: 500, where: /PATCH .*@original/, times: 1 });
    refusals = [];
    classServer.work(async () => passed);
    await answer.until((one) => one.text.includes('Passed!'), { ms: 15_000 });
    classServer.classroom.requests.length = 0;
  });
});

test('never logs a token of an interaction', async () => {
  const answer = await classServer.ada.command('verify', attached());
  refusals = [50027];
  classServer.classroom.expireTokens();
  classServer.work(async () => passed);
  await classServer.ada.waitFor((one) => textOf(one).includes('Passed!'), { where: 'dm', ms: 8_000 });
  await until(classServer.logged, (log) => log.includes('notify.sent'));
  expect(classServer.logged()).not.toContain(answer.interaction.token);
  expect(classServer.logged()).not.toContain(classServer.classroom.token);
});
