import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { commandsOf, sections, typed } from './typed-commands.ts';

/** The first week runs exactly what pages tell an operator to type, so that no page promises something that was never tried. */
describe('the commands of the first week', () => {
  test.each(sections)(
    '“$heading” of $page has an operator type what the script runs, word for word',
    ({ page, heading, types }) => {
      expect(commandsOf(page, heading)).toEqual(types);
    },
  );

  test('each is documented on a page and run by the script', () => {
    const written = sections.flatMap(({ types }): readonly string[] => types);
    expect(Object.values(typed).filter((command) => !written.includes(command))).toEqual([]);
    const script = readFileSync(join(import.meta.dirname, 'first-week.test.ts'), 'utf8');
    const run = Object.keys(typed).filter((name) => new RegExp(`\\btyped\\.${name}\\b`).test(script));
    expect(run).toEqual(Object.keys(typed));
  });
});
