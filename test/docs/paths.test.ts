import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '../..');
const pages = globSync(['*.md', 'docs/**/*.md', 'deploy/*.md', 'classroom/*.md', '.github/*.md'], {
  cwd: root,
});

/** Files and folders that a page names in backticks, relative to the root, except placeholders in angle brackets. */
const pathsIn = (text: string): readonly string[] =>
  [
    ...text.matchAll(
      /`((?:src|commands|workers|classroom|test|bench|deploy|setup|docs|lessons|bin|\.ci)\/[^`\s]*)`/g,
    ),
  ].flatMap(([, path = '']) =>
    // The lesson of the tutorial is what its reader writes.
    /[<>*{]|\bNNNN\b|^lessons\/cat-facts\//.test(path) ? [] : [path.replace(/[:#].*$/, '')],
  );

const linksIn = (text: string): readonly string[] =>
  [...text.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = '']) =>
    /^(?:[a-z]+:|#)/.test(link) ? [] : [link.replace(/#.*$/, '')],
  );

describe.each(pages)('%s', (page) => {
  const text = readFileSync(join(root, page), 'utf8');

  test('names only files that exist', () => {
    expect(
      pathsIn(text).filter((path) => !existsSync(join(root, path)) && !existsSync(join(root, 'test', path))),
    ).toEqual([]);
  });

  test('links only to pages that exist', () => {
    expect(linksIn(text).filter((link) => !existsSync(join(root, dirname(page), link)))).toEqual([]);
  });
});
