import type { APIModalInteractionResponseCallbackData } from 'discord-api-types/v10';
import type { PathGroup } from '../../../check/insights/path-groups.ts';
import type { ContextXray, LineEffect } from '../../../check/insights/xray.ts';
import { type Locale, words } from '../../../wording/wording.ts';
import { byteSize } from '../byte-size.ts';
import { customId } from '../custom-id.ts';
import { lineField } from '../form-fields.ts';
import { button, container, cut, divider, type Message, menu, primary, row, text } from '../message.ts';
import { code } from '../quote.ts';

const say = words('xray', {
  en: {
    title: '### What `docker build` sends',
    noFile: 'I have no `.dockerignore` of yours yet. Without one, everything is sent.',
    refused:
      '🔴 Docker refuses line {{line}} of {{file}}: {{phrase}}. It builds nothing until that is fixed.',
    sent_one: '**Sent: 1 file, {{size}}**',
    sent_other: '**Sent: {{count}} files, {{size}}**',
    sent: 'see sent_one and sent_other',
    hidden_one: '**Kept back: 1 file, {{size}}**',
    hidden_other: '**Kept back: {{count}} files, {{size}}**',
    hidden: 'see hidden_one and hidden_other',
    group: '- {{path}} · {{size}}',
    hiddenGroup: '- {{path}} · {{size}} · line {{line}}, {{written}}',
    more_one: '-# …and one more.',
    more_other: '-# …and {{count}} more.',
    more: 'see more_one and more_other',
    extras: '**What you may have, too**',
    kept: '✅ Would be kept back: {{list}}',
    keptBy: '{{path}} (line {{line}})',
    leaks: '⚠️ Would be sent: {{list}}',
    note: '-# Sizes are those of the lesson’s files and of what you sent me.',
    remembered: '-# From now on I remember this `.dockerignore`.',
    lines: 'What would this line hide?',
    write: 'Try a line of your own',
    send: 'Send my Dockerfile',
    takeBack: 'Undo',
    formTitle: 'What would this line hide?',
    formLabel: 'A line for .dockerignore',
    formMore: 'I only try it. Nothing that I remember changes.',
    blank: 'That line is empty. An empty line hides nothing.',
    comment: 'A line that starts with `#` is a comment. It hides nothing.',
    refusedLine: 'Docker cannot read {{line}} as a pattern: {{phrase}}. With it Docker would build nothing.',
    wouldTitle: '### {{line}} at the end of your `.dockerignore`',
    hides: '**It would keep back**',
    letsIn: '**It would let back in**',
    idle: 'It would change nothing.',
    before: '{{path}} is kept back already, by line {{line}}: {{written}}.',
    deeper: 'A pattern without `**/` looks in the top folder only. {{pattern}} looks in every folder.',
    unmatched: 'It matches nothing: no file of the lesson, and nothing that is usually beside them.',
    hash: 'A `#` in the middle of a line does not begin a comment: Docker takes it as part of the name. Put the comment on a line of its own.',
    ifYouHave: '- {{path}}, if you have it',
    another: 'Another line',
    back: 'The whole X-ray',
  },
});

/** Ignore patterns that beginners write, and better ones. */
const linesToTry = [
  '.venv/',
  '.git/',
  '.env',
  '__pycache__/',
  '**/__pycache__/',
  '*.pyc',
  '**/*.pyc',
  '*.sqlite3',
  '**/*.sqlite3',
  '*.md',
  '.*',
  '*',
] as const;

const mostGroups = 4;
/** Length limit of a line to try, in characters. */
const longestLine = 200;

/** Options of an answer with an X-ray. */
export interface XrayOptions {
  /** The ID of a change to the remembered files, which can be undone. */
  readonly change?: string | null;
  /** The student has not sent a Dockerfile yet. */
  readonly wantsDockerfile?: boolean;
}

/** Which files a build sends as its context and which it excludes, on one screen. */
export function xrayMessage(
  locale: Locale,
  guild: string,
  xray: ContextXray,
  options: XrayOptions = {},
): Message {
  const { change = null, wantsDockerfile = false } = options;
  const { ignoreFile, error } = xray;
  const top = [
    say(locale, 'title'),
    ...(ignoreFile === null ? [say(locale, 'noFile')] : []),
    ...(error === null
      ? []
      : [
          say(locale, 'refused', {
            line: error.line,
            file: code(ignoreFile ?? '', 60),
            phrase: code(error.phrase, 80),
          }),
        ]),
    say(locale, 'sent', { count: xray.sent.files, size: byteSize(locale, xray.sent.bytes) }),
    ...groupLines(locale, xray.sentGroups),
    ...(xray.hidden.files === 0
      ? []
      : [say(locale, 'hidden', { count: xray.hidden.files, size: byteSize(locale, xray.hidden.bytes) })]),
    ...hiddenLines(locale, xray),
  ];
  const below = [
    ...extraLines(locale, xray),
    say(locale, 'note'),
    ...(change === null ? [] : [say(locale, 'remembered')]),
  ];
  return {
    components: [
      container(error === null ? 'calm' : 'wrong', [
        text(cut(top.join('\n'), 1_800)),
        divider(),
        text(cut(below.join('\n'), 900)),
      ]),
      ...tryRows(locale, guild),
      ...(wantsDockerfile || change !== null
        ? [
            row([
              ...(wantsDockerfile ? [primary({ kind: 'check-form' }, say(locale, 'send'))] : []),
              ...(change === null ? [] : [button({ kind: 'take-back', change }, say(locale, 'takeBack'))]),
            ]),
          ]
        : []),
    ],
  };
}

const tryRows = (locale: Locale, guild: string) => [
  ...menu(
    { kind: 'xray-lines', guild },
    say(locale, 'lines'),
    linesToTry.map((line) => ({ label: line, value: line })),
  ),
  row([button({ kind: 'xray-form', guild }, say(locale, 'write'))]),
];

const groupLines = (locale: Locale, groups: readonly PathGroup[]): readonly string[] =>
  firstLines(locale, groups, ({ path, bytes }) =>
    say(locale, 'group', { path: code(path, 48), size: byteSize(locale, bytes) }),
  );

const hiddenLines = (locale: Locale, { hiddenGroups }: ContextXray): readonly string[] =>
  firstLines(locale, hiddenGroups, ({ path, bytes, by }) =>
    say(locale, 'hiddenGroup', {
      path: code(path, 40),
      size: byteSize(locale, bytes),
      line: by.line,
      written: code(by.written, 30),
    }),
  );

/** A line for each of the first groups, and a count of the rest. */
function firstLines<Group>(
  locale: Locale,
  groups: readonly Group[],
  line: (group: Group) => string,
): readonly string[] {
  const left = groups.length - mostGroups;
  const more = left > 0 ? [say(locale, 'more', { count: left })] : [];
  return [...groups.slice(0, mostGroups).map(line), ...more];
}

function extraLines(locale: Locale, { extras }: ContextXray): readonly string[] {
  const kept = extras.flatMap(({ path, by }) =>
    by === null ? [] : [say(locale, 'keptBy', { path: code(path, 40), line: by.line })],
  );
  const leaking = extras.filter(({ by }) => by === null).map(({ path }) => code(path, 40));
  return [
    say(locale, 'extras'),
    ...(leaking.length === 0 ? [] : [say(locale, 'leaks', { list: leaking.join(', ') })]),
    ...(kept.length === 0 ? [] : [say(locale, 'kept', { list: kept.join(', ') })]),
  ];
}

/** The effect of adding one line. */
export function lineEffectMessage(locale: Locale, guild: string, effect: LineEffect): Message {
  return {
    components: [
      container('calm', [text(cut(effectLines(locale, effect).join('\n'), 1_800))]),
      ...tryRows(locale, guild).slice(0, 1),
      row([
        button({ kind: 'xray-form', guild }, say(locale, 'another')),
        button({ kind: 'xray', guild }, say(locale, 'back')),
      ]),
    ],
  };
}

function effectLines(locale: Locale, effect: LineEffect): readonly string[] {
  if (effect.kind === 'blank' || effect.kind === 'comment') return [say(locale, effect.kind)];
  if (effect.kind === 'refused')
    return [say(locale, 'refusedLine', { line: code(effect.written, 60), phrase: code(effect.phrase, 80) })];
  const { hides, letsIn, hidesExtras, letsInExtras, before, deeper, hasHash } = effect;
  const changes = [
    ...changeLines(locale, 'hides', hides, hidesExtras),
    ...changeLines(locale, 'letsIn', letsIn, letsInExtras),
  ];
  const isUnmatched = before === null && deeper === null && !hasHash;
  return [
    say(locale, 'wouldTitle', { line: code(effect.written, 60) }),
    ...(changes.length > 0 ? changes : [say(locale, 'idle')]),
    ...(hasHash ? [say(locale, 'hash')] : []),
    ...(before === null
      ? []
      : [
          say(locale, 'before', {
            path: code(before.path, 60),
            line: before.by.line,
            written: code(before.by.written, 40),
          }),
        ]),
    ...(deeper === null ? [] : [say(locale, 'deeper', { pattern: code(deeper, 60) })]),
    ...(changes.length === 0 && isUnmatched ? [say(locale, 'unmatched')] : []),
  ];
}

function changeLines(
  locale: Locale,
  title: 'hides' | 'letsIn',
  groups: readonly PathGroup[],
  extras: readonly string[],
): readonly string[] {
  if (groups.length === 0 && extras.length === 0) return [];
  return [
    say(locale, title),
    ...groupLines(locale, groups),
    ...extras.map((path) => say(locale, 'ifYouHave', { path: code(path, 48) })),
  ];
}

/** A form for one line. */
export const lineForm = (locale: Locale, guild: string): APIModalInteractionResponseCallbackData => ({
  custom_id: customId({ kind: 'xray-line', guild }),
  title: cut(say(locale, 'formTitle'), 45),
  components: [
    lineField('line', { label: say(locale, 'formLabel'), description: say(locale, 'formMore') }, longestLine),
  ],
});
