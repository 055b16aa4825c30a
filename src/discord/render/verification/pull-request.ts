import type { AddressReading, PullRequestAddress } from '../../../github/address.ts';
import type { PullRequestRemark } from '../../../github/remarks.ts';
import { type SubmittedPullRequest, shortCommit } from '../../../submission/pull-request.ts';
import { type Locale, words } from '../../../wording/wording.ts';
import { askPress } from '../ask.ts';
import type { LessonContext } from '../check/intake.ts';
import { button, container, type Message, primary, row, text } from '../message.ts';
import { code, quote } from '../quote.ts';

const say = words('pull-request', {
  en: {
    source: '-# The files are those of {{pull}} at commit {{commit}}.',
    checked: '**Check:** {{done}} of {{of}} TODOs done.',
    base: '💬 It goes into {{found}}. The lesson wants it to go into {{wanted}}: press **Edit** beside its title to change that.',
    branch: '💬 Its branch is {{found}}. The lesson calls it {{wanted}}.',
    message: '💬 No commit has the lesson’s message, {{wanted}}. The newest says {{found}}.',
    draft: '💬 It is still a draft. Press **Ready for review** on its page when you are done.',
    'lost-fork':
      '💬 The fork that it comes from is gone. I can still read its files, but you cannot push to it any more.',
    'windows-lines':
      '💬 {{path}} has line endings from Windows. Put `*.sh text eol=lf` into `.gitattributes`, type `git add --renormalize .`, then commit and push.',
    offer: '### A pull request: {{pull}}',
    offerHow:
      'I can read the files in {{folder}} at its newest commit, check them, and have them built and run. Only you see how it comes out.',
    submit: 'Submit this pull request',
    'no-address': '### That is not the address of a pull request',
    'no-addressHow':
      'It looks like {{example}}. Open your pull request in the browser and copy the address from there.',
    'not-opened': '### It is not open yet',
    'not-openedHow':
      'That is the page that makes a pull request. Press **Create pull request** there, and send me the address of the page that comes then.',
    'other-page': '### That page is not a pull request',
    'other-pageHow':
      'The address of one looks like {{example}}. You find yours under **Pull requests** on the page of your repository. Have you none yet? Push your branch: GitHub then offers to make one.',
    'other-host': '### I look at {{wanted}} only',
    'other-hostHow':
      'Your address leads to {{found}}, where I do not go. Push your work to {{wanted}} and open a pull request there. Or send me your files.',
    gone: '### I cannot find that message any more',
    goneHow: 'Type `/submit-pr` and paste the address of your pull request.',
    check: 'Send my files',
    ask: 'Ask a human',
  },
});

/** An example of a pull request's address at a host. */
const exampleAddress = (host: string): string => code(`https://${host}/you/your-repository/pull/3`, 100);

/** A pull request's name, linked to it. */
export const pullRequestLink = ({
  owner,
  repo,
  number,
  url,
}: Pick<SubmittedPullRequest, 'owner' | 'repo' | 'number' | 'url'>): string =>
  `[${quote(`${owner}/${repo}#${number}`, 150)}](${url})`;

/** Where a submission's files come from; none if they were sent through Discord. */
export const sourceNotes = (locale: Locale, pullRequest: SubmittedPullRequest | null): readonly string[] =>
  pullRequest === null
    ? []
    : [
        say(locale, 'source', {
          pull: pullRequestLink(pullRequest),
          commit: code(shortCommit(pullRequest)),
        }),
      ];

/** The result of the instant check of a pull request's files. */
export const checkedNote = (locale: Locale, done: number, of: number): string =>
  say(locale, 'checked', { done, of });

/** A remark for the author of a pull request. */
export const remarkLine = (locale: Locale, remark: PullRequestRemark): string =>
  say(locale, remark.kind, {
    ...('wanted' in remark ? { found: code(remark.found, 80), wanted: code(remark.wanted, 80) } : {}),
    ...('path' in remark && remark.path !== undefined ? { path: code(remark.path, 80) } : {}),
  });

/** Answers a message with the address of a pull request by offering to submit it. */
export const pullRequestOffer = (
  locale: Locale,
  { guild }: Pick<LessonContext, 'guild'>,
  offered: {
    readonly address: PullRequestAddress;
    readonly url: string;
    readonly folder: string;
    readonly message: string;
    readonly channel: string;
  },
): Message => {
  const { address, url, folder, message, channel } = offered;
  const title = say(locale, 'offer', { pull: pullRequestLink({ ...address, url }) });
  const how = say(locale, 'offerHow', { folder: code(folder === '.' ? '/' : `${folder}/`, 60) });
  return {
    components: [
      container('calm', [text(`${title}\n${how}`)]),
      row([
        primary({ kind: 'submit-pr', guild: guild.id, channel, message }, say(locale, 'submit')),
        ...helpButtons(locale, guild.id),
      ]),
    ],
  };
};

/** The address is not a pull request, or not one that can be read. */
export function addressRefused(
  locale: Locale,
  guild: string,
  reading: Exclude<AddressReading, { readonly kind: 'pull-request' }> | { readonly kind: 'gone' },
  host: string,
): Message {
  const values =
    reading.kind === 'other-host'
      ? { found: code(reading.host, 80), wanted: quote(reading.wanted, 80) }
      : { example: exampleAddress(host) };
  return refusal(locale, guild, [
    say(locale, reading.kind, values),
    say(locale, `${reading.kind}How`, values),
  ]);
}

/** Why nothing was submitted, and what to do next. */
export const refusal = (locale: Locale, guild: string, lines: readonly string[]): Message => ({
  components: [container('waiting', [text(lines.join('\n'))]), row(helpButtons(locale, guild))],
});

const helpButtons = (locale: Locale, guild: string) => [
  button({ kind: 'check-form' }, say(locale, 'check')),
  button(askPress(guild), say(locale, 'ask')),
];
