import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { textOf } from '../../classroom/server.ts';
import type { Progress } from '../../src/submission/job.ts';
import type { Verdict } from '../../src/submission/verdict.ts';
import { until } from '../support/until.ts';
import { messageOf, openSchool, refused, type School } from './school.ts';

let school: School;
let refusals: number[];
beforeEach(async () => {
  school = await openSchool();
  refusals = [];
});
afterEach(async () => {
  await school.close();
  const codes = refused(school).map((request) => (request.error as { code?: number } | undefined)?.code);
  expect(codes).toEqual(refusals);
});

const dockerfile = 'FROM python:3.11-slim\nWORKDIR /app\nRUN pip install uv\nCOPY . .\nRUN uv sync\n';
const upload = (name: string, text: string) => ({ name, bytes: Buffer.from(text) });
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
  test('without any file says what to send', async () => {
    const answer = await school.ada.slash('/verify');
    expect(answer.text).toContain('no Dockerfile of yours yet');
  });

  test('is queued, told that no worker is there, and passes when one comes', async () => {
    const answer = await school.ada.command('verify', attached());
    expect(answer.ephemeral).toBe(true);
    expect(answer.text).toContain('No machine is verifying right now');
    expect(answer.text).toContain('`Dockerfile` (just sent)');
    expect(answer.text).toContain('Not sent yet: `.dockerignore`, `entrypoint.sh`');
    let go: () => void = () => {};
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    school.work(async (_job, tell) => {
      await tell(building);
      await gate;
      return passed;
    });
    await answer.until((one) => one.text.includes('step 4 of 9'), { ms: 8_000 });
    expect(answer.text).toContain('⏳ **Build the image**');
    go();
    await answer.until((one) => one.text.includes('Passed!'), { ms: 8_000 });
    expect(answer.text).toContain('241 MB');
    expect(answer.text).toContain('9 steps, 2 from the cache');
    expect(school.bob.sees()).toHaveLength(0);
    expect(school.ada.sees('dm')).toHaveLength(0);
  });

  test('that fails names phase, reason, line and hint, and obeys nothing that a student wrote', async () => {
    school.work(async () => failed);
    const answer = await school.ada.command('verify', attached());
    await answer.until((one) => one.text.includes('Not passed yet'), { ms: 8_000 });
    expect(answer.text).toContain('Not passed yet: Build the image');
    expect(answer.text).toContain('is not in the image at this step');
    expect(answer.text).toContain('>   5 | RUN uv sync');
    expect(answer.text).toContain('uv: not found');
    expect(answer.text).not.toContain('``` @everyone');
    // Within code Discord reads no spoiler.
    expect(answer.text.replace(/`[^`]*`/g, '')).not.toContain('||');
    const hint = await school.ada.press(messageOf(answer), 'Hint for TODO 1');
    expect(hint.text).toContain('TODO 1');
  });

  test('that breaks down on our side is not held against the student', async () => {
    school.work(async () => ({
      ...failed,
      outcome: 'error',
      reason: 'engine-away',
      explanation: { page: 'verdict-reason', key: 'engine-away', values: {} },
      todo: null,
    }));
    const answer = await school.ada.command('verify', attached());
    await answer.until((one) => one.text.includes('This one is on us'), { ms: 8_000 });
    expect(answer.text).toContain('does not count against you');
    expect(answer.text).not.toContain('Hint for');
    const again = await school.ada.press(messageOf(answer), 'Verify again');
    expect(again.text).toContain('Full verification');
  });

  test('uses the remembered files from the button under a check', async () => {
    const check = await school.ada.waitForReply(school.ada.dm(`\`\`\`\n${dockerfile}\`\`\``));
    const answer = await school.ada.press(check, 'Full verification');
    expect(answer.text).toContain('(remembered, sent just now)');
    school.work(async () => passed);
    await answer.until((one) => one.text.includes('Passed!'), { ms: 8_000 });
  });

  test('can be cancelled by its student, and by nobody else', async () => {
    const answer = await school.ada.command('verify', attached());
    const pressed = await school.ada.press(messageOf(answer), 'Cancel');
    expect(pressed.failed).toBe(false);
    await answer.until((one) => one.text.includes('You cancelled this verification'));
  });

  test('a newer one takes the place of one that waits', async () => {
    const first = await school.ada.command('verify', attached());
    await school.ada.command('verify', { dockerfile: upload('Dockerfile', `${dockerfile}EXPOSE 8000\n`) });
    await first.until((one) => one.text.includes('You sent a newer version'));
  });
});

describe('with Redis away', () => {
  test('it is recorded, said so in time, and verified when Redis is back', async () => {
    school.wire.cut();
    const answer = await school.ada.command('verify', attached());
    expect(answer.failed).toBe(false);
    await answer.untilFilled();
    expect(answer.text).toContain('The queue does not answer at the moment');
    const student = { guild: school.guild.id, user: school.ada.id };
    expect((await school.records.submissions.latest(student, 'backend-docker'))?.state).toBe('recorded');
    const hint = await school.ada.slash('/hint 1');
    expect(hint.text).toContain('TODO 1');
    const status = await (await school.ada.slash('/status')).untilFilled();
    expect(status.text).toContain('The queue does not answer');
    const queue = await (await school.tess.command('queue', {}, { force: true })).untilFilled();
    expect(queue.text).toContain('The queue (Redis) does not answer');
    school.wire.mend();
    school.work(async () => passed);
    await school.restart();
    await answer.until((one) => one.text.includes('Passed!'), { ms: 12_000 });
  });
});

describe('when the verdict comes late', () => {
  const handIn = async () => {
    const answer = await school.ada.command('verify', attached());
    school.classroom.expireTokens();
    return answer;
  };

  test('it comes as a DM, once', async () => {
    await handIn();
    refusals = [50027];
    school.work(async () => passed);
    const told = await school.ada.waitFor((one) => textOf(one).includes('Passed!'), {
      where: 'dm',
      ms: 8_000,
    });
    expect(told).toBeDefined();
    await school.restart();
    expect(school.ada.sees('dm')).toHaveLength(1);
  });

  test('with closed DMs it is a mention, whose button shows it to its student alone', async () => {
    await handIn();
    school.ada.closeDms();
    refusals = [50027, 50007];
    school.work(async () => passed);
    const call = await school.ada.waitFor((one) => textOf(one).includes('your verification is done'), {
      where: school.general,
      ms: 8_000,
    });
    expect(textOf(call)).toContain(`<@${school.ada.id}>`);
    const sent = await until(
      () => school.classroom.requests.find((one) => one.path.endsWith(`${school.general.id}/messages`)),
      (request) => request !== undefined,
    );
    expect(sent?.body).toMatchObject({
      allowed_mentions: { parse: [], users: [school.ada.id] },
      enforce_nonce: true,
    });
    const bobs = await school.bob.press(call, 'Show my result');
    expect(bobs.text).toContain('belongs to somebody else');
    const adas = await school.ada.press(call, 'Show my result');
    expect(adas.ephemeral).toBe(true);
    expect(adas.text).toContain('Passed!');
  });

  test('in a DM it stands in the message that showed the progress', async () => {
    const answer = await school.ada.command('verify', attached(), { where: 'dm' });
    school.classroom.expireTokens();
    school.work(async () => passed);
    await answer.until((one) => one.text.includes('Passed!'), { ms: 8_000 });
    expect(school.ada.sees('dm')).toHaveLength(1);
  });

  test('a stumbling Discord is asked again', async () => {
    const answer = await school.ada.command('verify', attached());
    school.classroom.faults.add({ status: 500, where: /PATCH .*@original/, times: 1 });
    refusals = [];
    school.work(async () => passed);
    await answer.until((one) => one.text.includes('Passed!'), { ms: 15_000 });
    school.classroom.requests.length = 0;
  });
});

test('no token of an interaction is ever logged', async () => {
  const answer = await school.ada.command('verify', attached());
  refusals = [50027];
  school.classroom.expireTokens();
  school.work(async () => passed);
  await school.ada.waitFor((one) => textOf(one).includes('Passed!'), { where: 'dm', ms: 8_000 });
  await until(school.logged, (log) => log.includes('notify.sent'));
  expect(school.logged()).not.toContain(answer.interaction.token);
  expect(school.logged()).not.toContain(school.classroom.token);
});
