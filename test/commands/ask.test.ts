import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { PermissionFlagsBits } from 'discord-api-types/v10';
import { type Channel, textOf } from '../../classroom/server.ts';
import { type ClassServer, messageOf, refusedRequests } from '../support/class-server.ts';
import { openStaffedClass, type StaffedClass } from '../support/staffed-class.ts';
import { until } from '../support/until.ts';

jest.setTimeout(120_000);

let room: StaffedClass;
let classServer: ClassServer;
beforeEach(async () => {
  room = await openStaffedClass();
  classServer = room.classServer;
});
afterEach(async () => {
  await classServer.close();
});

const cardOf = (words: string) =>
  classServer.tess.waitFor((one) => textOf(one).includes(words) && textOf(one).includes('asks'), {
    where: room.staff,
    ms: 15_000,
  });

describe('/ask', () => {
  test('posts question and files in the staff channel, where a TA claims it into a private thread and closes it', async () => {
    const threads = classServer.classroom.addRole(classServer.guild, {
      name: 'threads',
      permissions: PermissionFlagsBits.CreatePrivateThreads | PermissionFlagsBits.SendMessagesInThreads,
    });
    classServer.classroom.giveBot(classServer.guild, threads);
    const opened = await classServer.ada.slash('/check');
    await opened.modal.fill({ dockerfile: 'FROM python:3.11-slim\nRUN uv sync\n' }).submit();
    const answer = await classServer.ada.command('ask', { question: 'Why @everyone does `uv` fail?' });
    await answer.untilFilled();
    expect(answer.text).toContain('Your question is with the teaching assistants');
    const again = await classServer.ada.command('ask', { question: 'Hello?' });
    await again.untilFilled();
    expect(again.text).toContain('Added to your question');

    const card = await cardOf('Hello?');
    expect(textOf(card)).toContain('fail?');
    expect(textOf(card)).not.toContain('@everyone');
    expect(JSON.stringify(card.components)).toContain('1-Dockerfile.txt');
    await classServer.tess.press(card, 'I take it');
    const taken = await classServer.tess.waitFor(
      (one) => one.id === card.id && textOf(one).includes('takes care'),
      { where: room.staff, ms: 15_000 },
    );
    expect(textOf(taken)).toContain('The thread');
    const [open] = await classServer.records.questions.open(classServer.guild.id);
    expect(open).toMatchObject({ state: 'claimed', claimedBy: classServer.tess.id });
    const thread = classServer.classroom.world.channels.get(open?.thread ?? '');
    if (thread === undefined) throw new Error('no thread');
    expect([...thread.people].sort()).toEqual(
      [classServer.classroom.world.bot.user.id, classServer.ada.id, classServer.tess.id].sort(),
    );
    const intro = await classServer.ada.waitFor((one) => textOf(one).includes('is here for your question'));
    expect(intro.channel_id).toBe(thread.id);
    await classServer.tess.press(taken, 'Close');
    await classServer.tess.waitFor((one) => one.id === card.id && textOf(one).includes('closed by'), {
      where: room.staff,
      ms: 15_000,
    });
    expect(await classServer.records.questions.open(classServer.guild.id)).toEqual([]);
    expect(
      (await classServer.records.audit.entries(classServer.guild.id, { limit: 9 })).map((one) => one.action),
    ).toEqual(['ask.close', 'ask.claim']);
    expect(refusedRequests(classServer)).toEqual([]);
  });

  test('delivers a TA’s answer by DM when the bot may not open threads', async () => {
    const form = await classServer.ada.slash('/ask');
    const sent = await form.modal.fill({ question: 'What is a layer?' }).submit();
    await sent.untilFilled();
    const card = await cardOf('a layer');
    const modal = await classServer.tess.press(card, 'Answer…');
    const done = await modal.modal.fill({ answer: 'A step of the build, kept.' }).submit();
    await done.untilFilled();
    expect(done.text).toContain('Sent');
    const dm = await classServer.ada.waitFor((one) => textOf(one).includes('A step of the build, kept.'), {
      where: 'dm',
    });
    expect(textOf(dm)).toContain('What is a layer?');
    const solved = await classServer.ada.press(messageOf(sent), 'I found it myself');
    expect(solved.text).toContain('Well done');
    expect(await classServer.records.questions.open(classServer.guild.id)).toEqual([]);
  });

  test('keeps a question out of reach of other classes and other students', async () => {
    const answer = await classServer.ada.command('ask', { question: 'Anybody there?' });
    await answer.untilFilled();
    const [open] = await classServer.records.questions.open(classServer.guild.id);
    const card = await cardOf('Anybody');
    const other = classServer.classroom.addGuild({ name: 'Evening class' });
    const room = classServer.classroom.addChannel(other, { name: 'general' });
    const role = classServer.classroom.addRole(other, { name: 'TA' });
    await classServer.records.guilds.save({
      id: other.id,
      lesson: 'backend-docker',
      taRole: role.id,
      taChannel: null,
      classChannel: null,
    });
    const eve = classServer.classroom.join({ name: 'Eve', guild: other, roles: [role], home: room });
    // A TA of the other class gets hold of this class's button ids.
    const queue = await eve.slash('/queue', { force: true });
    const message = messageOf(queue);
    const kept = classServer.classroom.world.messagesOf(room.id).get(message.id);
    if (kept === undefined) throw new Error('no message');
    classServer.classroom.world.messagesOf(room.id).set(message.id, {
      ...kept,
      payload: { ...kept.payload, components: card.components ?? [] },
    });
    for (const label of ['I take it', 'Close', 'Answer…']) {
      const forged = await eve.press(message, label, { force: true });
      await forged.untilFilled();
      expect(JSON.stringify([forged.text, forged.followUps.map(textOf)])).toContain('not in this class');
    }
    expect(await classServer.records.questions.open(classServer.guild.id)).toEqual([open]);
  });
});

/** Changes what the bot may do in a channel, as an admin does. */
function deny(channel: Channel, permissions: bigint): void {
  const { world } = classServer.classroom;
  const now = world.channels.get(channel.id) ?? channel;
  const overwrites = now.overwrites.map((one) =>
    one.id === world.bot.user.id ? { ...one, deny: permissions } : one,
  );
  world.channels.set(channel.id, { ...now, overwrites });
}

describe('a staff channel that cannot be written in', () => {
  test('tells the student so, shows the question in /queue and an alert, and posts its card when it can', async () => {
    const queue = await classServer.tess.slash('/queue');
    await queue.untilFilled();
    deny(room.staff, PermissionFlagsBits.SendMessages);
    const answer = await classServer.ada.command('ask', { question: 'Does anybody read this?' });
    await answer.untilFilled();
    expect(answer.text).toContain('cannot show it');
    expect(answer.text).not.toContain('Your question is with the teaching assistants');

    const seen = await classServer.tess.slash('/queue');
    await seen.untilFilled();
    expect(seen.text).toContain('Open questions: 1');
    const [open] = await classServer.records.questions.open(classServer.guild.id);
    const shown = await classServer.tess.select(
      messageOf(seen),
      'Look at a question that the staff channel does not show',
      [open?.id ?? ''],
    );
    await shown.untilFilled();
    expect(shown.text).toContain('Does anybody read this?');
    const alert = await classServer.tess.waitFor((one) => textOf(one).includes('1 question of a student'), {
      where: 'dm',
      ms: 60_000,
    });
    expect(textOf(alert)).toContain('/queue');

    deny(room.staff, 0n);
    const card = await classServer.tess.waitFor(
      (one) => textOf(one).includes('Does anybody read this?') && textOf(one).includes('asks'),
      { where: room.staff, ms: 60_000 },
    );
    expect(JSON.stringify(card.components)).toContain('I take it');
    await until(
      () => classServer.records.alerts.open(classServer.guild.id),
      (alerts) => alerts.every(({ key }) => key !== 'unseen-questions'),
      30_000,
    );
  });

  test.each([
    ['is gone', () => void classServer.classroom.world.channels.delete(room.staff.id)],
    [
      'is locked',
      () => classServer.classroom.faults.add({ refusal: 160005, times: 3, where: new RegExp(room.staff.id) }),
    ],
    [
      'answers something unknown',
      () => classServer.classroom.faults.add({ refusal: 50024, times: 3, where: new RegExp(room.staff.id) }),
    ],
  ])('tells the student so when it %s', async (_what, close) => {
    close();
    const answer = await classServer.ada.command('ask', { question: 'Hello?' });
    await answer.untilFilled();
    expect(answer.text).toContain('cannot show it');
    expect(await classServer.records.questions.open(classServer.guild.id)).toMatchObject([{ card: null }]);
  });

  test('gets the question without files where it does not accept files', async () => {
    const opened = await classServer.ada.slash('/check');
    await opened.modal.fill({ dockerfile: 'FROM python:3.11-slim\n' }).submit();
    deny(room.staff, PermissionFlagsBits.AttachFiles);
    const answer = await classServer.ada.command('ask', { question: 'No files here' });
    await answer.untilFilled();
    expect(answer.text).toContain('with the teaching assistants');
    expect((await cardOf('No files here')).attachments).toEqual([]);
  });

  test('gets a question’s card again after somebody deleted it', async () => {
    const answer = await classServer.ada.command('ask', { question: 'First' });
    await answer.untilFilled();
    const card = await cardOf('First');
    classServer.classroom.world.messagesOf(room.staff.id).delete(card.id);
    const again = await classServer.ada.command('ask', { question: 'Second' });
    await again.untilFilled();
    expect(again.text).toContain('Added');
    const fresh = await cardOf('Second');
    expect(fresh.id).not.toBe(card.id);
  });

  test('shows all of a long question in a file', async () => {
    const long = (n: number) => `${n} ${'why does it fail '.repeat(50)}`.trim();
    for (const n of [1, 2]) await (await classServer.ada.command('ask', { question: long(n) })).untilFilled();
    const card = await classServer.tess.waitFor((one) => textOf(one).includes('2 why'), {
      where: room.staff,
      ms: 30_000,
    });
    expect(textOf(card)).toContain('1 why');
    expect(JSON.stringify(card.components)).toContain('question.txt');
    expect(await classServer.records.questions.open(classServer.guild.id)).toMatchObject([
      { question: `${long(1)}\n\n${long(2)}` },
    ]);
  });
});

describe('an answer whose place is closed', () => {
  test.each([
    ['an archived thread', 50083],
    ['a locked thread', 160005],
    ['a channel where the bot may not write', 50013],
    ['a channel that the bot does not see', 50001],
  ] as const)('goes into the DM: %s', async (_where, refusal) => {
    classServer.classroom.faults.add({ refusal, where: /callback/ });
    await classServer.ada.slash('/hint 1').catch(() => undefined);
    const dm = await classServer.ada.waitFor((one) => textOf(one).includes('TODO 1'), {
      where: 'dm',
      ms: 30_000,
    });
    expect(textOf(dm)).toContain('TODO 1');
  });

  test('goes into the DM when a teaching assistant wrote it for a thread', async () => {
    const threads = classServer.classroom.addRole(classServer.guild, {
      name: 'threads',
      permissions: PermissionFlagsBits.CreatePrivateThreads | PermissionFlagsBits.SendMessagesInThreads,
    });
    classServer.classroom.giveBot(classServer.guild, threads);
    await (await classServer.ada.command('ask', { question: 'What is a tag?' })).untilFilled();
    const card = await cardOf('a tag');
    await classServer.tess.press(card, 'I take it');
    const taken = await classServer.tess.waitFor(
      (one) => one.id === card.id && textOf(one).includes('The thread'),
      { where: room.staff, ms: 30_000 },
    );
    const [open] = await classServer.records.questions.open(classServer.guild.id);
    classServer.classroom.faults.add({
      refusal: 50083,
      where: new RegExp(`POST .*${open?.thread}/messages`),
    });
    const modal = await classServer.tess.press(taken, 'Answer…');
    await (await modal.modal.fill({ answer: 'A name for an image.' }).submit()).untilFilled();
    await classServer.ada.waitFor((one) => textOf(one).includes('A name for an image.'), {
      where: 'dm',
      ms: 30_000,
    });
  });
});
