#!/usr/bin/env node
// Makes a folder of plain files that any web server can serve: `page-builder SOURCE TARGET`.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';

const [source = 'src', target = 'dist'] = process.argv.slice(2);
const escaped = (text) => String(text).replace(/[&<>"]/g, (each) => `&#${each.charCodeAt(0)};`);

const teas = JSON.parse(readFileSync(join(source, 'teas.json'), 'utf8'));
const rows = teas.map(
  ({ name, origin, price }) =>
    `<tr><td>${escaped(name)}</td><td>${escaped(origin)}</td><td>${escaped(price.toFixed(2))}</td></tr>`,
);

mkdirSync(target, { recursive: true });
for (const file of readdirSync(source)) {
  if (extname(file) === '.json') continue;
  if (extname(file) !== '.html') copyFileSync(join(source, file), join(target, file));
  else {
    const page = readFileSync(join(source, file), 'utf8');
    writeFileSync(join(target, file), page.replace('<!-- teas -->', rows.join('\n        ')));
  }
}
console.log(`${teas.length} teas are in ${target}/`);
