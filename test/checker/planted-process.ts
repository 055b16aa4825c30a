import { serve } from '../../src/checker/serve.ts';
import { openServedReaders } from '../../src/checker/served-readers.ts';
import type { Attachment } from '../../src/intake/intake-result.ts';

/** The bot's checkers with planted faults: real patterns get fixed, but the handling of one that was not is still tested. */
const readers = await openServedReaders();

const plants: Readonly<Record<string, () => void>> = {
  'PLANTED-HANG': () => {
    for (;;);
  },
  'PLANTED-MEMORY': () => {
    const all = new Map<number, string>();
    for (let at = 0; ; at += 1) all.set(at, `x${at}`);
  },
  'PLANTED-END': () => process.exit(3),
};

function meet(texts: readonly string[], where: string): void {
  for (const [word, plant] of Object.entries(plants))
    if (texts.some((text) => text.includes(`${word}-IN-${where}`))) plant();
}

const textOf = (file: Attachment): string =>
  'text' in file ? file.text : Buffer.from(file.base64, 'base64').toString('latin1');

serve({
  ...readers,
  check: (lesson, tree, student, serving) => {
    meet(Object.values(student.files), 'CHECK');
    return readers.check(lesson, tree, student, serving);
  },
  readMessage: (message, names) => {
    meet([message.text, ...message.files.map(textOf)], 'INTAKE');
    return readers.readMessage(message, names);
  },
  readForm: (texts, uploads, names) => {
    meet(Object.values(texts), 'INTAKE');
    return readers.readForm(texts, uploads, names);
  },
} satisfies typeof readers);
