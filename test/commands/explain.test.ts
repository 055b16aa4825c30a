import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { textOf } from '../../classroom/server.ts';
import { type ClassServer, messageOf, openClassServer, refusedRequests } from '../support/class-server.ts';

let classServer: ClassServer;
beforeEach(async () => {
  classServer = await openClassServer();
});
afterEach(async () => {
  await classServer.close();
  expect(refusedRequests(classServer)).toEqual([]);
});

const build = [
  '#8 [4/8] RUN uv sync --frozen',
  '#8 0.312 /bin/sh: 1: uv: not found',
  '#8 ERROR: process "/bin/sh -c uv sync --frozen" did not complete successfully: exit code: 127',
  'ERROR: failed to solve: process "/bin/sh -c uv sync --frozen" did not complete successfully: exit code: 127',
].join('\n');

describe('/explain', () => {
  test('opens a form without a term, and explains what is pasted there, to the one who asked only', async () => {
    const opened = await classServer.ada.slash('/explain');
    const answer = await opened.modal.fill({ output: build }).submit();
    expect(answer.text).toContain('/bin/sh: 1: uv: not found');
    expect(answer.text).toContain('Line 2 · building');
    expect(answer.text).toContain('no program `uv`');
    expect(answer.text).not.toContain('did not complete successfully');
    expect(classServer.bob.sees()).toHaveLength(0);
  });

  test('leads to the hint of the TODO that it is about', async () => {
    const opened = await classServer.ada.slash('/explain');
    const answer = await opened.modal.fill({ output: build }).submit();
    const hint = await classServer.ada.press(messageOf(answer), 'Hint for TODO 1');
    expect(hint.text).toContain('RUN pip install uv');
  });

  test('leads to the term that it is about, and to a human', async () => {
    const opened = await classServer.ada.slash('/explain');
    const answer = await opened.modal.fill({ output: 'exec /entrypoint.sh: exec format error' }).submit();
    const term = await classServer.ada.press(messageOf(answer), 'What is shebang?');
    expect(term.text).toContain('very first characters');
    const asked = await classServer.ada.press(messageOf(answer), 'Ask a human');
    expect((await asked.modal.fill({ question: 'why?' }).submit()).text).toContain(
      'with the teaching assistants',
    );
  });

  test('says that an error is unknown, shows its line and offers a human', async () => {
    const opened = await classServer.ada.slash('/explain');
    const answer = await opened.modal
      .fill({ output: 'all well\nERROR: the flux capacitor is empty\nbye' })
      .submit();
    expect(answer.text).toContain('I do not know this error');
    expect(answer.text).toContain('the flux capacitor is empty');
    expect(answer.text).toContain('Ask a human');
  });

  test('sees no error where there is none', async () => {
    const opened = await classServer.ada.slash('/explain');
    expect((await opened.modal.fill({ output: 'a cup of tea' }).submit()).text).toContain('I see no error');
  });

  test.each([
    ['layer', 'a stack of layers'],
    ['WORKDIR', 'sets the folder'],
    ['docker run', 'makes a new container'],
    ['DL3004', 'sudo'],
    ['what is a build context?', 'the folder that you hand to'],
    ['exec /entrypoint.sh: permission denied', 'no permission to be started'],
  ])('explains %s', async (term, words) => {
    expect((await classServer.ada.slash(`/explain term:${term}`)).text).toContain(words);
  });

  test('offers terms like one that it does not know', async () => {
    const answer = await classServer.ada.slash('/explain term:docker im');
    expect(answer.text).toContain('I do not know');
    expect(answer.text).toContain('docker images');
  });

  test('offers terms while one is typed', async () => {
    const choices = await classServer.ada.autocomplete('explain', 'term', 'lay');
    expect(choices.map(({ value }) => value)).toContain('layer');
    expect(await classServer.ada.autocomplete('explain', 'term', '')).toHaveLength(25);
  });
});

describe('a direct message', () => {
  test.each([
    ['bare', build, 'no program `uv`'],
    ['in a fence', `look:\n\`\`\`\n${build}\n\`\`\`\nwhat now?`, 'no program `uv`'],
    ['that asks for a term', 'What does EXPOSE do?', 'writes down which port'],
  ])('%s is explained as /explain does', async (_, sent, words) => {
    const said = await classServer.ada.waitForReply(classServer.ada.dm(sent));
    expect(textOf(said)).toContain(words);
  });

  test('explains what Discord made a file of', async () => {
    const text = `${'=> [internal] load build definition\n'.repeat(80)}${build}`;
    const sent = classServer.ada.dm('', [{ name: 'message.txt', bytes: Buffer.from(text) }]);
    const said = textOf(await classServer.ada.waitForReply(sent));
    expect(said).toContain('Line 82');
    expect(said).toContain('no program `uv`');
  });

  test('shows no part of a paste as Markdown', async () => {
    const nasty = 'ERROR: @everyone `**[click](https://evil.example)**``` \u202e failed';
    const said = textOf(
      await classServer.ada.waitForReply(classServer.ada.dm(`\`\`\`\`\n${nasty}\n\`\`\`\``)),
    );
    expect(said).not.toContain('\u202e');
    expect(said.split('```')).toHaveLength(3);
  });
});
