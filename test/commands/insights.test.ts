import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { textOf } from '../../classroom/server.ts';
import { type ClassServer, messageOf, openClassServer, refusedRequests } from '../support/class-server.ts';
import { codeBlock } from './student-files.ts';

let classServer: ClassServer;
beforeEach(async () => {
  classServer = await openClassServer();
});
afterEach(async () => {
  await classServer.close();
  expect(refusedRequests(classServer)).toEqual([]);
});

const ignore = '.venv/\n*.sqlite3\n.gitignore\n';
const send = async (name: string, content: string) =>
  classServer.ada.waitForReply(classServer.ada.dm('', [{ name, bytes: Buffer.from(content) }]));

describe('/xray', () => {
  test('shows what a build would send when nothing was sent yet', async () => {
    const { text } = await classServer.ada.slash('/xray');
    expect(text).toContain('Without one, everything is sent');
    expect(text).toMatch(/Sent: \d+ files/);
    expect(classServer.bob.sees()).toHaveLength(0);
  });

  test('answers a lone .dockerignore, which is remembered and can be taken back', async () => {
    const said = await send('.dockerignore', ignore);
    expect(textOf(said)).toContain('`.gitignore` · 36 B · line 3');
    expect(textOf(said)).toContain('`core/db.sqlite3`, `.env`, `.vscode/` would be sent');
    expect((await classServer.ada.slash('/xray')).text).toContain('line 3');
    await classServer.ada.press(said, 'Take that back');
    expect((await classServer.ada.slash('/xray')).text).toContain('Without one');
  });

  test('tries a line out of its menu, of its form and of its option, and remembers none of them', async () => {
    await send('.dockerignore', ignore);
    const shown = messageOf(await classServer.ada.slash('/xray'));
    const chosen = await classServer.ada.select(shown, 'What would this line hide?', ['**/*.sqlite3']);
    expect(chosen.text).toContain('`core/db.sqlite3`, if you have it');
    const form = await classServer.ada.press(shown, 'Try a line of your own');
    const tried = await form.modal.fill({ line: 'core/products' }).submit();
    expect(tried.text).toContain('`core/products/`');
    expect((await classServer.ada.slash('/xray line:.venv')).text).toContain('kept back already, by line 1');
    expect((await classServer.ada.slash('/xray')).text).not.toContain('core/products/');
  });

  test('opens from a button of a check', async () => {
    const said = await classServer.ada.waitForReply(
      classServer.ada.dm(codeBlock('FROM python:3.11-slim\nCOPY . .\n', 'dockerfile')),
    );
    const menu = await classServer.ada.press(said, 'Look closer');
    expect((await classServer.ada.press(messageOf(menu), 'X-ray')).text).toContain(
      'What `docker build` sends',
    );
  });
});
