import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Locale } from 'discord-api-types/v10';
import { type Person, textOf } from '../../classroom/server.ts';
import { filled, refusedRequests } from '../support/class-server.ts';
import { openStaffedClass, type StaffedClass } from '../support/staffed-class.ts';

jest.setTimeout(180_000);

const ms = 60_000;
const english = /\b(?:the|is|and|your|asks|lesson|nobody|workers? connected)\b/i;

let room: StaffedClass;
let lea: Person;
beforeAll(async () => {
  room = await openStaffedClass({ settings: { CLASS_LANGUAGE: 'fr' } });
  const { classroom, guild, general } = room.classServer;
  lea = classroom.join({ name: 'Léa', guild, home: general, locale: Locale.French });
});
afterAll(async () => {
  await room.classServer.close();
  expect(refusedRequests(room.classServer)).toEqual([]);
});

/** Asks a question, which a teaching assistant answers; returns what its student reads then. */
const answered = async (who: Person, question: string): Promise<string> => {
  await filled(who.command('ask', { question }));
  const card = await room.waitForStaffMessage(question, ms);
  const form = await room.classServer.tess.press(card, 'Répondre…');
  await filled(form.modal.fill({ answer: `Oui : ${question}` }).submit());
  const dm = await who.waitFor((one) => textOf(one).includes(`Oui : ${question}`), { where: 'dm', ms });
  return textOf(dm);
};

describe('a class that speaks French', () => {
  test('has its board, alerts and questions’ cards in French, whatever the student’s language', async () => {
    const board = textOf(await room.waitForStaffMessage('Le tableau', ms));
    expect(board).not.toMatch(english);
    await filled(room.classServer.ada.command('ask', { question: 'Pourquoi ?' }));
    const card = textOf(await room.waitForStaffMessage('Pourquoi ?', ms));
    expect(card).toContain('demande');
    expect(card).not.toMatch(english);
    const [question] = await room.classServer.records.questions.open(room.classServer.guild.id);
    const asked = await room.waitForStaffMessage('Pourquoi ?', ms);
    await room.classServer.tess.press(asked, 'Fermer');
    expect(question?.student.user).toBe(room.classServer.ada.id);
    const noted = textOf(await room.waitForStaffMessage('a fermé', ms));
    expect(noted).not.toMatch(english);
  });

  test('announces a lesson in French, also when an English teaching assistant does it', async () => {
    const said = await filled(room.classServer.tess.command('announce-lesson', { due: 'in 2 days' }));
    expect(said.text).toContain('Announced in');
    const seen = await lea.waitFor((one) => textOf(one).includes('À rendre'), {
      where: room.classServer.general,
      ms,
    });
    expect(textOf(seen)).toContain('Mets le backend dans un conteneur');
  });

  test('answers each student in their own language', async () => {
    expect(await answered(lea, 'Une couche ?')).toContain('répond à ta question');
    expect(await answered(room.classServer.bob, 'Deux couches ?')).toContain('answers your question');
    expect((await filled(lea.slash('/status'))).text).toContain('Mets le backend dans un conteneur');
  });
});

describe('a class that is to speak American English, with a French teaching assistant', () => {
  let american: StaffedClass;
  let thea: Person;
  beforeAll(async () => {
    american = await openStaffedClass({ settings: { CLASS_LANGUAGE: 'en-US' } });
    const { classroom, guild, general, taRole } = american.classServer;
    thea = classroom.join({ name: 'Théa', guild, roles: [taRole], home: general, locale: Locale.French });
  });
  afterAll(() => american.classServer.close());

  test('announces a lesson in English, though American English is also what a server has that chose none', async () => {
    const said = await filled(thea.command('announce-lesson', { due: 'dans 2 jours' }));
    expect(said.text).toContain('Annoncé');
    const seen = await american.classServer.ada.waitFor(
      (one) => textOf(one).includes('conteneur') || textOf(one).includes('Container'),
      {
        where: american.classServer.general,
        ms,
      },
    );
    expect(textOf(seen)).toContain('Put the Backend into a Container');
    expect(textOf(seen)).toContain('It is due');
  });

  test('shows the page of a student with the lesson in the language of whoever reads it', async () => {
    const page = await filled(thea.command('student', { name: american.classServer.ada.id }));
    expect(page.text).toContain('Mets le backend dans un conteneur');
    expect(page.text).not.toContain('Put the Backend into a Container');
  });
});
