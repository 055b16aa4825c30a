import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type ClassServer, messageOf, openClassServer, refusedRequests } from '../support/class-server.ts';
import { verdictOf } from '../support/verdicts.ts';

let classServer: ClassServer;
const open = async (options: Parameters<typeof openClassServer>[0] = {}): Promise<void> => {
  classServer = await openClassServer(options);
};
afterEach(async () => {
  await classServer.close();
  expect(refusedRequests(classServer)).toEqual([]);
});

const attached = { dockerfile: { name: 'Dockerfile', bytes: Buffer.from('FROM a\nRUN b\n') } };

describe('/status', () => {
  beforeEach(() => open());

  test('tells a newcomer what to do', async () => {
    const answer = await classServer.ada.slash('/status');
    expect(answer.text).toContain('you have not asked for one yet');
    expect(answer.text).toContain('I have no files of yours yet');
    expect(answer.text).toContain('none so far');
    const form = await classServer.ada.press(messageOf(answer), 'Send my files');
    expect(form.modal.fields.map((field) => field.customId)).toContain('dockerfile');
  });

  test('shows hints, TODOs and the verification, and refreshes', async () => {
    await classServer.ada.slash('/hint 2');
    await classServer.ada.command('verify', attached);
    const answer = await classServer.ada.slash('/status');
    expect(answer.text).toContain('TODO 2');
    expect(answer.text).toContain('✅1 ✅2 ❌3 ✅4 ✅5 ✅6');
    expect(answer.text).toContain('Queued. No machine is verifying right now');
    const before = messageOf(answer).id;
    classServer.work(async () => verdictOf('failed'));
    await classServer.ada.waitFor((one) => JSON.stringify(one).includes('Not passed yet'), { ms: 8_000 });
    const again = await classServer.ada.press(messageOf(answer), 'Refresh');
    expect(messageOf(again).id).toBe(before);
    expect(again.text).toContain('not passed, just now');
    const result = await classServer.ada.press(messageOf(again), 'Show the result');
    expect(result.text).toContain('Not passed yet');
  });
});

describe('/queue', () => {
  test('hides from students and refuses those who force it', async () => {
    await open();
    expect(classServer.ada.offered()).not.toContain('queue');
    expect(classServer.tess.offered('dm')).not.toContain('queue');
    const answer = await classServer.ada.command('queue', {}, { force: true });
    expect(answer.text).toContain('for the teaching assistants');
    expect(answer.ephemeral).toBe(true);
  });

  test('shows a TA what waits, runs and is done', async () => {
    await open();
    await classServer.ada.command('verify', attached);
    await classServer.bob.command('verify', attached);
    const answer = await classServer.tess.command('queue', {}, { force: true });
    expect(answer.text).toContain('Waiting: 2');
    expect(answer.text).toContain(`<@${classServer.ada.id}>`);
    expect(answer.text).toContain('No worker is connected');
    classServer.work(async () => verdictOf('passed'));
    await classServer.bob.waitFor((one) => JSON.stringify(one).includes('Passed!'), { ms: 8_000 });
    const again = await classServer.tess.press(messageOf(answer), 'Refresh');
    expect(messageOf(again).id).toBe(messageOf(answer).id);
    expect(again.text).toContain('2 passed');
  });

  test('says that no TA role is set', async () => {
    await open({ taRole: false });
    const answer = await classServer.tess.command('queue', {}, { force: true });
    expect(answer.text).toContain('for the teaching assistants');
  });
});

describe('/help', () => {
  beforeEach(() => open());

  test('shows /queue to teaching assistants only, and what is stored', async () => {
    const adas = await classServer.ada.slash('/help');
    expect(adas.text).toContain('/verify');
    expect(adas.text).toContain('What I keep');
    expect(adas.text).not.toContain('/queue');
    const tesss = await classServer.tess.slash('/help');
    expect(tesss.text).toContain('/queue');
  });

  test('answers somebody without a class', async () => {
    const stranger = classServer.classroom.join({ name: 'Stranger' });
    const answer = await stranger.slash('/help', { where: 'dm' });
    expect(answer.text).toContain('I am Dockhand');
  });
});
