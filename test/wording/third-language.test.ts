import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '../..');
const copy = mkdtempSync(join(tmpdir(), 'dockhand-language-'));

/** The output of a program in the copy, at a terminal whose language is `language`. */
const printed = (language: string, ...args: readonly string[]): string =>
  execFileSync(process.execPath, args, {
    cwd: copy,
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: '', LC_MESSAGES: '', LANG: language, NODE_OPTIONS: '' },
  });

describe('a third language', () => {
  beforeAll(() => {
    for (const name of ['bin', 'src', 'commands', 'workers', 'lessons', 'package.json', 'deploy'])
      cpSync(join(root, name), join(copy, name), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
    const folder = join(copy, 'src/wording/es-ES');
    mkdirSync(folder);
    writeFileSync(
      join(folder, 'everything.json'),
      JSON.stringify({
        'cli-hint': { answer: 'La respuesta' },
        'command-hint': { about: 'Una pista para un TODO' },
      }),
    );
    writeFileSync(join(folder, 'command-names.json'), JSON.stringify({ 'command-names': { hint: 'pista' } }));
  });
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  test('one folder makes the command line speak it, and English where a text is missing', () => {
    const hint = printed('es_ES.UTF-8', 'bin/dockhand.js', 'hint', '3');
    expect(hint).toContain('La respuesta');
    expect(hint).toContain('Next: dockhand hint 4');
    expect(printed('fr_FR.UTF-8', 'bin/dockhand.js', 'hint', '3')).toContain('La réponse');
  });

  test('one folder gives the commands in Discord their names and descriptions', () => {
    const script = `
      import { botCommands } from './commands/index.ts';
      import { localizedDefinition } from './src/discord/rest/localized-definition.ts';
      const hint = botCommands.commands.map(({ definition }) => localizedDefinition(definition)).find(({ name }) => name === 'hint');
      console.log(JSON.stringify([hint.name_localizations, hint.description_localizations]));`;
    const [names, descriptions] = JSON.parse(printed('C', '--input-type=module-typescript', '-e', script));
    expect(names).toMatchObject({ 'es-ES': 'pista', fr: 'indice' });
    expect(descriptions).toMatchObject({ 'es-ES': 'Una pista para un TODO' });
  });
});
