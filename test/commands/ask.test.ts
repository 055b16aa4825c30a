import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { PermissionFlagsBits } from 'discord-api-types/v10';
import { textOf } from '../../classroom/server.ts';
import { messageOf, refused, type School } from './school.ts';
import { openStaffed, type Staffed } from './staff.ts';

let room: Staffed;
let school: School;
beforeEach(async () => {
  room = await openStaffed();
  school = room.school;
});
afterEach(async () => {
  await school.close();
});

const cardOf = (words: string) =>
  school.tess.waitFor((one) => textOf(one).includes(words) && textOf(one).includes('asks'), {
    where: room.staff,
    ms: 15_000,
  });

describe('/ask', () => {
  test('brings question and files to the staff channel; a TA takes it in a private thread and closes it', async () => {
    const threads = school.classroom.addRole(school.guild, {
      name: 'threads',
      permissions: PermissionFlagsBits.CreatePrivateThreads | PermissionFlagsBits.SendMessagesInThreads,
    });
    school.classroom.giveBot(school.guild, threads);
    const opened = await school.ada.slash('/check');
    await opened.modal.fill({ dockerfile: 'FROM python:3.11-slim\nRUN uv sync\n' }).submit();
    const answer = await school.ada.command('ask', { question: 'Why @everyone does `uv` fail?' });
    await answer.untilFilled();
    expect(answer.text).toContain('Your question is with the teaching assistants');
    const again = await school.ada.command('ask', { question: 'Hello?' });
    expect(again.text).toContain('still open');

    const card = await cardOf('fail?');
    expect(textOf(card)).not.toContain('@everyone');
    expect(JSON.stringify(card.components)).toContain('1-Dockerfile.txt');
    await school.tess.press(card, 'I take it');
    const taken = await school.tess.waitFor(
      (one) => one.id === card.id && textOf(one).includes('takes care'),
      { where: room.staff, ms: 15_000 },
    );
    expect(textOf(taken)).toContain('The thread');
    const [open] = await school.records.questions.open(school.guild.id);
    expect(open).toMatchObject({ state: 'claimed', claimedBy: school.tess.id });
    const thread = school.classroom.world.channels.get(open?.thread ?? '');
    if (thread === undefined) throw new Error('no thread');
    expect([...thread.people].sort()).toEqual(
      [school.classroom.world.bot.user.id, school.ada.id, school.tess.id].sort(),
    );
    const intro = await school.ada.waitFor((one) => textOf(one).includes('is here for your question'));
    expect(intro.channel_id).toBe(thread.id);
    await school.tess.press(taken, 'Close');
    await school.tess.waitFor((one) => one.id === card.id && textOf(one).includes('closed by'), {
      where: room.staff,
      ms: 15_000,
    });
    expect(await school.records.questions.open(school.guild.id)).toEqual([]);
    expect(
      (await school.records.audit.entries(school.guild.id, { limit: 9 })).map((one) => one.action),
    ).toEqual(['ask.close', 'ask.claim']);
    expect(refused(school)).toEqual([]);
  });

  test('a TA answers with a form when the bot may open no threads; the student gets a DM', async () => {
    const form = await school.ada.slash('/ask');
    const sent = await form.modal.fill({ question: 'What is a layer?' }).submit();
    await sent.untilFilled();
    const card = await cardOf('a layer');
    const modal = await school.tess.press(card, 'Answer…');
    const done = await modal.modal.fill({ answer: 'A step of the build, kept.' }).submit();
    await done.untilFilled();
    expect(done.text).toContain('Sent');
    const dm = await school.ada.waitFor((one) => textOf(one).includes('A step of the build, kept.'), {
      where: 'dm',
    });
    expect(textOf(dm)).toContain('What is a layer?');
    const solved = await school.ada.press(messageOf(sent), 'I found it myself');
    expect(solved.text).toContain('Well done');
    expect(await school.records.questions.open(school.guild.id)).toEqual([]);
  });

  test('a question of another class is out of reach, and of another student too', async () => {
    const answer = await school.ada.command('ask', { question: 'Anybody there?' });
    await answer.untilFilled();
    const [open] = await school.records.questions.open(school.guild.id);
    const card = await cardOf('Anybody');
    const other = school.classroom.addGuild({ name: 'Evening class' });
    const room = school.classroom.addChannel(other, { name: 'general' });
    const role = school.classroom.addRole(other, { name: 'TA' });
    await school.records.guilds.save({
      id: other.id,
      lesson: 'backend-docker',
      taRole: role.id,
      taChannel: null,
      classChannel: null,
    });
    const eve = school.classroom.join({ name: 'Eve', guild: other, roles: [role], home: room });
    // A TA of the other class who holds the id of a button of this one.
    const queue = await eve.slash('/queue', { force: true });
    const message = messageOf(queue);
    const kept = school.classroom.world.messagesOf(room.id).get(message.id);
    if (kept === undefined) throw new Error('no message');
    school.classroom.world.messagesOf(room.id).set(message.id, {
      ...kept,
      payload: { ...kept.payload, components: card.components ?? [] },
    });
    for (const label of ['I take it', 'Close', 'Answer…']) {
      const forged = await eve.press(message, label, { force: true });
      await forged.untilFilled();
      expect(JSON.stringify([forged.text, forged.followUps.map(textOf)])).toContain('not in this class');
    }
    expect(await school.records.questions.open(school.guild.id)).toEqual([open]);
  });
});
