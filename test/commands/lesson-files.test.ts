import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { BotAnswer } from '../../classroom/server.ts';
import { openChecker } from '../../src/check/check.ts';
import type { Lesson } from '../../src/lesson/lesson.ts';
import { furtherField } from '../../src/submission/files.ts';
import {
  type ClassServer,
  filled,
  messageOf,
  openClassServer,
  refusedRequests,
} from '../support/class-server.ts';
import { codeBlock, rememberedFiles, upload } from './student-files.ts';

jest.setTimeout(180_000);

const dockerfile =
  'FROM node:24-slim AS build\nWORKDIR /app\nCOPY . .\nRUN npm ci\nFROM nginx:stable\nCOPY nginx.conf /etc/nginx/conf.d/default.conf\n';
const nginx = 'server {\n  listen 8080;\n  root /usr/share/nginx/html\n}\n';
const configurationField = furtherField('nginx.conf');

const open = (options: Parameters<typeof openClassServer>[0] = {}): Promise<ClassServer> =>
  openClassServer({ lesson: 'frontend-docker', ...options });
const close = async (classServer: ClassServer): Promise<void> => {
  await classServer.close();
  expect(refusedRequests(classServer)).toEqual([]);
};
/** The fields of a form, without that for uploads. */
const fieldsOf = ({ modal }: BotAnswer): readonly string[] =>
  modal.fields.map(({ customId }) => customId).filter((id) => id !== 'files');

describe('the files of a lesson with an nginx configuration', () => {
  let classServer: ClassServer;
  beforeAll(async () => {
    classServer = await open();
  });
  afterAll(() => close(classServer));
  const remembered = () => rememberedFiles(classServer, 'frontend-docker');

  test('a form has a field for each file of the lesson, and none for a script that it does not want', async () => {
    const form = await classServer.ada.slash('/check');
    expect(fieldsOf(form)).toEqual(['dockerfile', 'dockerignore', configurationField]);
    const shown = JSON.stringify(form.modal.data);
    expect(shown).toContain('nginx.conf');
    expect(shown).toContain('You can do without it.');
    expect(shown).not.toContain('entrypoint.sh');
    expect(shown).not.toContain('Any of the three');
  });

  test('a further file is checked and remembered like a Dockerfile', async () => {
    const opened = await classServer.ada.slash('/check');
    const answer = await filled(opened.modal.fill({ dockerfile, [configurationField]: nginx }).submit());
    expect(answer.text).toContain('nginx.conf');
    expect(answer.text).not.toContain('entrypoint.sh');
    expect(await remembered()).toEqual({ Dockerfile: dockerfile, 'nginx.conf': nginx });
  });

  test('a further file is recognised in a message', async () => {
    await classServer.ada.waitForReply(
      classServer.ada.dm(`${codeBlock(dockerfile)}\nnginx.conf\n${codeBlock(`# mine\n${nginx}`)}`),
    );
    expect(await remembered()).toEqual({ Dockerfile: dockerfile, 'nginx.conf': `# mine\n${nginx}` });
  });

  test('an attached further file is submitted for the full verification', async () => {
    const sent = `# attached\n${nginx}`;
    const answer = await filled(classServer.ada.command('verify', { file: upload('nginx.conf', sent) }));
    expect(answer.text).toContain('`nginx.conf` (just sent)');
    expect(await remembered()).toMatchObject({ 'nginx.conf': sent });
  });

  test('an attached file that the lesson does not want is named', async () => {
    const answer = await filled(classServer.ada.command('verify', { another: upload('notes.dat', 'hello') }));
    expect(answer.text).toContain('notes.dat');
  });

  test('an empty form is answered with the list of the lesson’s files', async () => {
    const opened = await classServer.ada.slash('/check');
    const answer = await filled(opened.modal.submit());
    expect(answer.text).toContain(
      'Send me what you have of these: `Dockerfile`, `.dockerignore`, `nginx.conf`',
    );
  });
});

test('a form opens with the line that is wrong in a further file', async () => {
  const classServer = await open({ check: await openChecker() });
  try {
    const form = await classServer.ada.slash('/check');
    const sent = form.modal.fill({
      dockerfile: await readFile('lessons/frontend-docker/solution/Dockerfile', 'utf8'),
      [configurationField]: nginx,
      dockerignore: '.git\n',
    });
    const answer = await filled(sent.submit());
    const fix = await classServer.ada.press(messageOf(answer), 'Fix in a form');
    expect(fix.modal.title).toBe('Fix nginx.conf');
    expect(fieldsOf(fix)).toEqual([configurationField]);
    expect(JSON.stringify(fix.modal.data)).toContain('root /usr/share/nginx/html');
  } finally {
    await close(classServer);
  }
});

test('a lesson with more files than a form has fields names the others where they are uploaded', async () => {
  const names = ['Dockerfile', 'a.conf', 'b.conf', 'c.conf', 'docs/d.md', 'e.conf'];
  const withSix = (lesson: Lesson): Lesson => ({
    ...lesson,
    manifest:
      lesson.manifest === null
        ? null
        : {
            ...lesson.manifest,
            studentFiles: names.map((name) => ({
              name,
              role: name === 'Dockerfile' ? 'dockerfile' : 'other',
              needed: name !== 'a.conf',
              ...(name === 'b.conf' ? { where: 'In the folder of the server' } : {}),
            })),
          },
  });
  const classServer = await open({ change: withSix });
  try {
    const form = await classServer.ada.slash('/check');
    expect(fieldsOf(form)).toEqual(['dockerfile', ...['b.conf', 'c.conf', 'docs/d.md'].map(furtherField)]);
    const shown = JSON.stringify(form.modal.data);
    expect(shown).toContain('room for e.conf, a.conf, too');
    expect(shown).toContain('In the folder of the server. Leave it empty');
  } finally {
    await close(classServer);
  }
});
