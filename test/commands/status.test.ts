import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { verdictOf } from '../support/verdicts.ts';
import { messageOf, openSchool, refused, type School } from './school.ts';

let school: School;
const open = async (options: Parameters<typeof openSchool>[0] = {}): Promise<void> => {
  school = await openSchool(options);
};
afterEach(async () => {
  await school.close();
  expect(refused(school)).toEqual([]);
});

const attached = { dockerfile: { name: 'Dockerfile', bytes: Buffer.from('FROM a\nRUN b\n') } };

describe('/status', () => {
  beforeEach(() => open());

  test('of somebody new says what to do', async () => {
    const answer = await school.ada.slash('/status');
    expect(answer.text).toContain('you have not asked for one yet');
    expect(answer.text).toContain('I have no files of yours yet');
    expect(answer.text).toContain('none so far');
    const form = await school.ada.press(messageOf(answer), 'Send files');
    expect(form.modal.fields.map((field) => field.customId)).toContain('dockerfile');
  });

  test('shows hints, TODOs and the verification, and draws itself again', async () => {
    await school.ada.slash('/hint 2');
    await school.ada.command('verify', attached);
    const answer = await school.ada.slash('/status');
    expect(answer.text).toContain('TODO 2');
    expect(answer.text).toContain('✅1 ✅2 ❌3 ✅4 ✅5 ✅6');
    expect(answer.text).toContain('Queued. No machine is verifying right now');
    const before = messageOf(answer).id;
    school.work(async () => verdictOf('failed'));
    await school.ada.waitFor((one) => JSON.stringify(one).includes('Not passed yet'), { ms: 8_000 });
    const again = await school.ada.press(messageOf(answer), 'Refresh');
    expect(messageOf(again).id).toBe(before);
    expect(again.text).toContain('not passed, just now');
    const result = await school.ada.press(messageOf(again), 'Show the result');
    expect(result.text).toContain('Not passed yet');
  });
});

describe('/queue', () => {
  test('is hidden from students, and refuses one who forces it', async () => {
    await open();
    expect(school.ada.offered()).not.toContain('queue');
    expect(school.tess.offered('dm')).not.toContain('queue');
    const answer = await school.ada.command('queue', {}, { force: true });
    expect(answer.text).toContain('for the teaching assistants');
    expect(answer.ephemeral).toBe(true);
  });

  test('shows a TA what waits, runs and is done, in one message', async () => {
    await open();
    await school.ada.command('verify', attached);
    await school.bob.command('verify', attached);
    const answer = await school.tess.command('queue', {}, { force: true });
    expect(answer.text).toContain('Waiting: 2');
    expect(answer.text).toContain(`<@${school.ada.id}>`);
    expect(answer.text).toContain('No worker is connected');
    school.work(async () => verdictOf('passed'));
    await school.bob.waitFor((one) => JSON.stringify(one).includes('Passed!'), { ms: 8_000 });
    const again = await school.tess.press(messageOf(answer), 'Refresh');
    expect(messageOf(again).id).toBe(messageOf(answer).id);
    expect(again.text).toContain('2 passed');
  });

  test('without a TA role refuses kindly', async () => {
    await open({ taRole: false });
    const answer = await school.tess.command('queue', {}, { force: true });
    expect(answer.text).toContain('for the teaching assistants');
  });
});

describe('/help', () => {
  beforeEach(() => open());

  test('shows /queue to teaching assistants only, and what is kept', async () => {
    const adas = await school.ada.slash('/help');
    expect(adas.text).toContain('/verify');
    expect(adas.text).toContain('What I keep');
    expect(adas.text).not.toContain('/queue');
    const tesss = await school.tess.slash('/help');
    expect(tesss.text).toContain('/queue');
  });

  test('answers somebody of no class too', async () => {
    const stranger = school.classroom.join({ name: 'Stranger' });
    const answer = await stranger.slash('/help', { where: 'dm' });
    expect(answer.text).toContain('I am Dockhand');
  });
});
