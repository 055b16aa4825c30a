import { describe, expect, test } from '@jest/globals';
import { defaultFileNames, type FileNames } from '../../src/intake/intake-result.ts';
import { readForm, readMessage } from '../../src/intake/read-message.ts';
import { leastCpuTime } from '../check/cpu-time.ts';
import { seededRandom } from '../check/random-inputs.ts';
import { seed as day, full, sampleOf } from '../support/sample.ts';
import { isSteep, largest } from './growth.ts';
import { contexts, growing, pieces } from './hostile.ts';

/** What is drawn at random is the same each day: it was seen to be linear. */
const seed = Number(process.env.DOCKHAND_SEED ?? 20_261_128);

const attached = (text: string, count = 1) =>
  Array.from({ length: count }, (_, n) => ({ name: `file-${n}`, text }));
const form = (text: string): void => {
  readForm({ dockerfile: text, dockerignore: text, entrypoint: text }, []);
};

const worst: Readonly<Record<string, string>> = {
  'line feeds': '\n',
  'carriage returns': '\r',
  'Windows line endings': '\r\n',
  blanks: ' ',
  'exotic spaces': '\u00a0\u2028',
  'indented line feeds': ' \n\t\n',
  backticks: '`',
  'fences that open': '```\n\n',
  'names of scripts': 'a',
  'copied scripts': 'COPY a.sh b\n',
  dashes: '-',
  stars: '* _',
  folders: 'a/',
  dots: 'a.',
  'marks before a prompt': '● ',
};

/** Parts of prompts, and what themes draw in front of them. */
const ofPrompts = ['● ', '╰─', '╰─ ', '● ╰─', '╭─', '❯ ', '$ ', 'a@a:~$ '];

/** A lesson that wants one file of each kind, so that all ways to recognise one are tried. */
const allKinds: FileNames = {
  ...defaultFileNames,
  further: [
    { path: 'nginx.conf', kind: 'nginx' },
    { path: 'requirements.txt', kind: 'requirements' },
    { path: 'package.json', kind: 'package' },
    { path: 'compose.yaml', kind: 'compose' },
    { path: '.github/workflows/ci.yaml', kind: 'workflow' },
    { path: 'tools/wait.sh', kind: 'script' },
  ],
};

const worstOfFurther: Readonly<Record<string, string>> = {
  headings: '=== nginx.conf ===\n',
  'headings in stars': '**requirements.txt**\nflask==1\n',
  'bare names': 'compose.yaml\nservices:\n',
  requirements: 'a[b,c] == 1.*, <2 ; d\n',
  'a requirement’s versions': '=<>~!',
  braces: '{',
  'locations of nginx': 'location ',
  'keys in quotes': '"services":\n',
  'names with slashes': './\\',
  sentences: 'This is my nginx.conf:\n\n',
};

test.each(Object.entries(worstOfFurther))(
  'reads five attachments of %s that may be further files within a second',
  (_, unit) => {
    const text = unit.repeat(Math.floor(largest / unit.length));
    const ms = leastCpuTime(500, () => {
      readMessage({ text: text.slice(0, 4_000), files: attached(text, 5) }, allKinds);
    });
    expect(ms).toBeLessThan(1_000);
  },
);

describe('ten attachments of 64 KB', () => {
  test.each(Object.entries(worst))('reads %s within a second', (_, unit) => {
    const text = unit.repeat(Math.floor(largest / unit.length));
    const ms = leastCpuTime(500, () => {
      readMessage({ text: text.slice(0, 4_000), files: attached(text, 10) });
      form(text.slice(0, 4_000));
    });
    expect(ms).toBeLessThan(1_000);
  });

  test('reads thousands of scripts with different names within a second', () => {
    const names = Array.from({ length: 3_000 }, (_, n) => `s${n}.sh`);
    const dockerfile = `FROM a\n${names.map((name) => `COPY ${name} /`).join('\n')}`;
    const scripts = names
      .map((name) => `\`\`\`\n${name}\n\`\`\`\n${name}\n\`\`\`\n#!/bin/sh\n\`\`\`\n`)
      .join('');
    const files = [{ name: 'Dockerfile', text: dockerfile }, ...attached(scripts, 9)];
    expect(leastCpuTime(500, () => void readMessage({ text: '', files }))).toBeLessThan(1_000);
  });
});

test(`reads repetitive texts in linear time (seeds ${seed} and ${day})`, () => {
  const random = seededRandom(seed);
  const steep: string[] = [];
  const measure = (what: string, input: (times: number) => string): void => {
    const found = isSteep(input, (text) => {
      readMessage({ text, files: attached(text) }, allKinds);
      form(text);
    });
    if (found !== null) steep.push(`${what}: ${JSON.stringify(found)}`);
  };
  for (const piece of sampleOf([...pieces, ...ofPrompts], 70))
    measure(JSON.stringify(piece), (times) => piece.repeat(times));
  for (let round = 0; round < (full ? 5_000 : 24); round += 1) {
    const grow = growing(random);
    const around = contexts.message[random(contexts.message.length)] ?? String;
    measure(`round ${round}, ${JSON.stringify(around(grow(2)))}`, (times) => around(grow(times)));
  }
  expect(steep).toEqual([]);
}, 900_000);
