import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { productFiles } from './product-texts.ts';

test('Every sign that Dockhand’s texts use is drawn by the local Discord, so it looks the same without a font of emoji', () => {
  const page = readFileSync(new URL('../../classroom/page/emoji.js', import.meta.url), 'utf8');
  const drawn = new Set(
    [...page.matchAll(/^ {2}'?(\p{Extended_Pictographic})'?: \[/gmu)].map(([, sign]) => sign),
  );
  expect(drawn.size).toBeGreaterThan(30);
  const missing = productFiles.flatMap(({ path, code }) =>
    [...code.matchAll(/\p{Extended_Pictographic}/gu)]
      .filter(([sign]) => !drawn.has(sign))
      .map(([sign]) => `${sign} in ${path}`),
  );
  expect([...new Set(missing)]).toEqual([]);
});
