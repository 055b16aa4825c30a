import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { PermissionFlagsBits } from 'discord-api-types/v10';
import { textOf } from '../../classroom/server.ts';
import { type ClassServer, messageOf, refusedRequests } from '../support/class-server.ts';
import { openStaffedClass, type StaffedClass } from '../support/staffed-class.ts';

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
    expect(again.text).toContain('still open');

    const card = await cardOf('fail?');
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
