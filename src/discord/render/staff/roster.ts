import type { ParsedRoster, RosterProblem } from '../../../grading/roster.ts';
import type { RosterLine } from '../../../records/records.ts';
import { type Locale, words } from '../../../wording/wording.ts';
import { button, container, cut, type Message, notice, primary, row, text } from '../message.ts';
import { code, quote } from '../quote.ts';

const say = words('roster', {
  en: {
    imported:
      '### Class list imported\nStudents: **{{all}}** · new: {{added}} · there before: {{kept}} · no longer on it: {{removed}}\nLinked to a Discord account: {{linked}}',
    unmatched: '**Not found in Discord: {{count}}**',
    entry: '- {{number}} {{name}}{{discord}}',
    written: ', written as {{discord}}',
    link: '-# They link themselves with `/link`, or you do it with `/roster link`.',
    problems: '**Lines that I left out: {{count}}**',
    'no-number': '- line {{line}}: no student number ({{value}})',
    'number-twice': '- line {{line}}: number {{value}} is there twice',
    'discord-twice': '- line {{line}}: account {{value}} is there twice',
    'too-long': '- line {{line}}: too long ({{value}})',
    more: '…and {{count}} more',
    empty:
      'There is no class list yet. `/roster import` takes a CSV with a heading: a student number, and if you have them name, section and Discord name or id.',
    shown: '### Class list\nStudents: **{{all}}** · linked to a Discord account: {{linked}}',
    'not-csv':
      'I cannot read that as CSV. Export the list as “CSV (comma separated)” and try again. Nothing was changed.',
    'no-number-column':
      'I find no column with student numbers. The heading needs one called `student number`; `name`, `section` and `discord` are welcome. Nothing was changed.',
    'list-empty': 'That list has no students in it. Nothing was changed.',
    'too-many': 'That list is too long. Nothing was changed.',
    'not-fetched':
      'I could not read that file: it has to be a text file in UTF-8 of at most 64 kB. Nothing was changed.',
    linked: '✅ Number {{number}} now belongs to <@{{user}}>.',
    claim:
      '### 🪪 Whose number is it?\n<@{{user}}> says that student number {{number}} is theirs. On the class list it belongs to {{owner}}.',
    nobody: 'nobody',
    confirm: 'It is theirs',
    refuse: 'Leave it',
    confirmed: '✅ <@{{by}}> gave number {{number}} to <@{{user}}>.',
    refused: '<@{{by}}> left number {{number}} as it is.',
    asked: 'I asked the teaching assistants: when one of them says so, it is yours.',
    undo: 'That was wrong, take it back',
    'own-unlinked': 'You are no longer linked to number {{number}}. Use `/link` with the right one.',
    'nothing-own':
      'You have made no link yourself. What a teaching assistant linked, they can correct: `/ask`.',
    'own-linked': '✅ You are linked to student number {{number}}. Thank you!',
    'no-such-number': 'Student number {{number}} is not on the class list. Is it written right?',
    taken:
      'Student number {{number}} belongs to another Discord account already. If that is a mistake, tell a teaching assistant: it can be corrected.',
    'has-another':
      'You are linked to another student number already. If that is a mistake, tell a teaching assistant: it can be corrected.',
    unlinked: '✅ Number {{number}} belongs to no account any more.',
    'not-linked': 'Number {{number}} is not linked to anybody.',
  },
});

const mostShown = 20;

const listed = (
  locale: Locale,
  title: string,
  lines: readonly string[],
  after: readonly string[] = [],
): readonly string[] =>
  lines.length === 0
    ? []
    : [
        title,
        ...lines.slice(0, mostShown),
        ...(lines.length > mostShown ? [say(locale, 'more', { count: lines.length - mostShown })] : []),
        ...after,
      ];

const unmatchedLines = (locale: Locale, lines: readonly RosterLine[]): readonly string[] => {
  const unmatched = lines.filter(({ user }) => user === null);
  return listed(
    locale,
    say(locale, 'unmatched', { count: unmatched.length }),
    unmatched.map(({ number, name, discord }) =>
      say(locale, 'entry', {
        number: code(number, 40),
        name: quote(name ?? '', 60),
        discord: discord === null ? '' : say(locale, 'written', { discord: code(discord, 40) }),
      }),
    ),
    [say(locale, 'link')],
  );
};

/** The result of an import: what changed, who was not found, and which lines could not be used. */
export function rosterImported(
  locale: Locale,
  result: { readonly added: number; readonly kept: number; readonly removed: number },
  lines: readonly RosterLine[],
  problems: readonly RosterProblem[],
): Message {
  const parts = [
    [
      say(locale, 'imported', {
        ...result,
        all: lines.length,
        linked: lines.filter(({ user }) => user !== null).length,
      }),
    ],
    unmatchedLines(locale, lines),
    listed(
      locale,
      say(locale, 'problems', { count: problems.length }),
      problems.map(({ line, problem, value }) => say(locale, problem, { line, value: quote(value, 60) })),
    ),
  ].filter((part) => part.length > 0);
  return {
    components: [
      container(
        problems.length > 0 ? 'waiting' : 'good',
        parts.map((part) => text(cut(part.join('\n'), 1200))),
      ),
    ],
  };
}

export function rosterShown(locale: Locale, lines: readonly RosterLine[]): Message {
  if (lines.length === 0) return notice(say(locale, 'empty'));
  return {
    components: [
      container('calm', [
        text(
          cut(
            [
              say(locale, 'shown', {
                all: lines.length,
                linked: lines.filter(({ user }) => user !== null).length,
              }),
              ...unmatchedLines(locale, lines),
            ].join('\n'),
            3000,
          ),
        ),
      ]),
    ],
  };
}

export const rosterUnreadable = (
  locale: Locale,
  why: Extract<ParsedRoster, { ok: false }>['why'] | 'not-fetched',
): Message => notice(say(locale, why === 'empty' ? 'list-empty' : why));

type Linked = 'linked' | 'no-such-number' | 'taken' | 'has-another';
export const rosterLinked = (locale: Locale, how: Linked, number: string, user: string | null): Message =>
  notice(
    how === 'linked' && user === null
      ? say(locale, 'own-linked', { number: code(number, 40) })
      : say(locale, how, { number: code(number, 40), user: user ?? '0' }),
  );

/** Asks the teaching assistants to decide about a number that is linked to somebody else. */
export const linkClaim = (
  locale: Locale,
  claim: {
    readonly user: string;
    readonly number: string;
    readonly key: string;
    readonly owner: string | null;
  },
): Message => ({
  components: [
    container('waiting', [
      text(
        say(locale, 'claim', {
          user: claim.user,
          number: code(claim.number, 40),
          owner: claim.owner === null ? say(locale, 'nobody') : `<@${claim.owner}>`,
        }),
      ),
    ]),
    row([
      primary(
        { kind: 'link-claim', act: 'confirm', user: claim.user, key: claim.key },
        say(locale, 'confirm'),
      ),
      button({ kind: 'link-claim', act: 'refuse', user: claim.user, key: claim.key }, say(locale, 'refuse')),
    ]),
  ],
});

export const linkClaimDone = (
  locale: Locale,
  act: 'confirm' | 'refuse',
  claim: { readonly user: string; readonly number: string; readonly by: string },
): Message =>
  notice(
    say(locale, act === 'confirm' ? 'confirmed' : 'refused', { ...claim, number: code(claim.number, 40) }),
  );

export const linkClaimAsked = (locale: Locale, number: string): Message =>
  notice(`${say(locale, 'taken', { number: code(number, 40) })} ${say(locale, 'asked')}`);

/** The outcome of a student's own link, with a button to remove it. */
export function ownLink(locale: Locale, how: Linked, number: string, guild: string): Message {
  const message = rosterLinked(locale, how, number, null);
  return how === 'linked' || how === 'has-another'
    ? { components: [...message.components, row([button({ kind: 'unlink', guild }, say(locale, 'undo'))])] }
    : message;
}

/** `number` is null when the student had made no link. */
export const ownUnlinked = (locale: Locale, number: string | null): Message =>
  notice(
    number === null ? say(locale, 'nothing-own') : say(locale, 'own-unlinked', { number: code(number, 40) }),
  );
export const rosterUnlinked = (locale: Locale, number: string, done: boolean): Message =>
  notice(say(locale, done ? 'unlinked' : 'not-linked', { number: code(number, 40) }));
