import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import { makeFolder } from '../../folders/make-folder.js';
import { type NewLesson, newLessonFiles } from '../../lesson/new-lesson.ts';
import { usualLesson } from '../../lesson/toolchains/usual-lesson.ts';
import { operatorLocale, words } from '../../wording/wording.ts';
import { CommandError } from '../command-error.ts';
import { printJson, printNote, printText } from '../output.ts';

const say = words('cli-lesson-new', {
  en: {
    about: 'Write a new lesson that proves as it is, to be changed bit by bit',
    path: 'The folder to write; its name becomes the lesson’s short name',
    title: 'The lesson’s title',
    base: 'The image that students build on',
    port: 'The port of the server; `none` for a program that does its work and ends',
    context:
      'Whose project is built: `lesson` for one that comes with it, `student` for what each student hands in',
    badContext: '"{{context}}" is neither `lesson` nor `student`.',
    exists: '{{path}} is already there. Name a folder that is not.',
    badName: '"{{name}}" is no short name: use lower-case letters, digits and dashes, 40 at most.',
    badPort: '"{{port}}" is no port. Give a number from 1 to 65535, or `none`.',
    askTitle: 'Title of the lesson [{{usual}}]',
    askBase: 'Base image [{{usual}}]',
    askPort: 'Port of the server, or none [{{usual}}]',
    written: 'Written: {{path}}',
    next: 'Next: npx dockhand lesson check {{path}}, then npx dockhand lesson prove {{path}}',
  },
});

interface NewOptions {
  readonly title?: string;
  readonly base?: string;
  readonly port?: string;
  readonly context?: string;
  readonly json?: boolean;
}

/** Adds `dockhand lesson new`. */
export function addLessonNew(lesson: Command): void {
  lesson
    .command('new')
    .description(say(operatorLocale, 'about'))
    .argument('<path>', say(operatorLocale, 'path'))
    .option('--title <text>', say(operatorLocale, 'title'))
    .option('--base <image>', say(operatorLocale, 'base'))
    .option('--port <port>', say(operatorLocale, 'port'))
    .option('--context <whose>', say(operatorLocale, 'context'))
    .action(async (path: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<NewOptions>();
      const files = await write(path, options);
      if (options.json) printJson({ path, files });
      else printText(`${say(operatorLocale, 'written', { path })}\n${say(operatorLocale, 'next', { path })}`);
    });
}

/** Writes the lesson folder and returns the names of its files. */
async function write(path: string, options: NewOptions): Promise<readonly string[]> {
  const slug = basename(path);
  if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(slug))
    throw new CommandError(say(operatorLocale, 'badName', { name: slug }), 'DOCKHAND_USAGE');
  if (existsSync(path)) throw new CommandError(say(operatorLocale, 'exists', { path }), 'DOCKHAND_USAGE');
  const context = contextOf(options.context ?? 'lesson');
  const answers = await complete(slug, options);
  const files = newLessonFiles({ slug, context, ...answers });
  for (const [name, text] of Object.entries(files)) {
    const file = join(path, name);
    makeFolder(dirname(file));
    await writeFile(file, text);
  }
  return Object.keys(files);
}

/** Prompts for the missing options if standard input is a terminal. */
async function complete(slug: string, { title, base, port }: NewOptions) {
  const usual = { title: titled(slug), ...usualLesson };
  const isAsked = process.stdin.isTTY === true;
  const lines = isAsked ? createInterface({ input: process.stdin }) : null;
  const ask = async (given: string | undefined, key: 'askTitle' | 'askBase' | 'askPort', or: string) => {
    if (given !== undefined || lines === null) return given ?? or;
    printNote(say(operatorLocale, key, { usual: or }));
    return (await lines.question('')).trim() || or;
  };
  try {
    return {
      title: await ask(title, 'askTitle', usual.title),
      base: await ask(base, 'askBase', usual.base),
      port: portOf(await ask(port, 'askPort', usual.port)),
    };
  } finally {
    lines?.close();
  }
}

function contextOf(given: string): NewLesson['context'] {
  if (given === 'lesson' || given === 'student') return given;
  throw new CommandError(say(operatorLocale, 'badContext', { context: given }), 'DOCKHAND_USAGE');
}

const titled = (slug: string): string => {
  const text = slug.replaceAll('-', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
};

function portOf(text: string): number | null {
  if (text === 'none') return null;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65535)
    throw new CommandError(say(operatorLocale, 'badPort', { port: text }), 'DOCKHAND_USAGE');
  return port;
}
