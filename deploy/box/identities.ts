/** Writes the users of all boxes into their image when it is built. `newuidmap` trusts these files, so no box may write to them. */
import { appendFileSync, writeFileSync } from 'node:fs';
import { firstUid, mostBoxes, podBox, usersOf } from './settings.ts';

const first = Number(process.env.FIRST_UID || firstUid);
const boxes = [
  { number: podBox.number, ...usersOf(podBox.number, podBox.firstUid) },
  ...Array.from({ length: mostBoxes }, (_, n) => ({ number: n + 1, ...usersOf(n + 1, first) })),
];

appendFileSync(
  '/etc/passwd',
  lines(({ number, supervisor, engine }) => [
    `supervisor-${number}:x:${supervisor}:${supervisor}::/:/usr/sbin/nologin`,
    `engine-${number}:x:${engine}:${engine}::/tmp:/usr/sbin/nologin`,
  ]),
);
appendFileSync(
  '/etc/group',
  lines(({ number, supervisor, engine }) => [
    `supervisor-${number}:x:${supervisor}:`,
    `engine-${number}:x:${engine}:`,
  ]),
);
for (const file of ['/etc/subuid', '/etc/subgid'])
  writeFileSync(
    file,
    lines(({ number, inContainers: { first, count } }) => [`engine-${number}:${first}:${count}`]),
  );

function lines(of: (box: (typeof boxes)[number]) => readonly string[]): string {
  return boxes
    .flatMap(of)
    .map((line) => `${line}\n`)
    .join('');
}
