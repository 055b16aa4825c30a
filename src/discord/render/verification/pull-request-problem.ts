import type { FileTrouble } from '../../../github/commit-file.ts';
import type { PullRequest } from '../../../github/pull-request.ts';
import type { PullRequestRemark } from '../../../github/remarks.ts';
import type { GitHubTrouble } from '../../../github/trouble.ts';
import { fileLimitBytes } from '../../../submission/files.ts';
import { type SubmittedPullRequest, shortCommit } from '../../../submission/pull-request.ts';
import { type Locale, words } from '../../../wording/wording.ts';
import type { Message } from '../message.ts';
import { code } from '../quote.ts';
import { stamp } from '../time.ts';
import { pullRequestLink, refusal, remarkLine } from './pull-request.ts';

const say = words('pull-request-problem', {
  en: {
    'not-found': '### I cannot see that pull request',
    'not-foundHow':
      'Open it in your browser and copy its address once more: a letter or the number may be wrong. If it opens for you, the repository is private and I am not let in. Make it public, ask a teaching assistant to give me access, or send me your files.',
    'not-allowed': '### I am not let in there',
    'not-allowedHow':
      'The owner of that repository lets no program of ours read it. Ask a teaching assistant, or send me your files.',
    'token-refused': '### GitHub does not know me any more',
    'token-refusedHow':
      'That is not your fault: my own access has run out, and whoever runs me has to renew it. Please tell a teaching assistant. Until then, send me your files.',
    'rate-limited': '### GitHub asks me to wait',
    'rate-limitedHow':
      'I asked it too much lately. Send me your pull request again in an hour at most, or send me your files now.',
    'rate-limitedWhen':
      'I asked it too much lately. It answers again {{when}}: send me your pull request then, or send me your files now.',
    away: '### GitHub does not answer',
    awayHow:
      'That is not your fault. Send me your pull request again in a few minutes, or send me your files now.',
    slow: '### GitHub took too long',
    slowHow:
      'That is not your fault. Send me your pull request again in a minute, or send me your files now.',
    elsewhere: '### That repository has moved somewhere else',
    elsewhereHow:
      'GitHub sent me on to another host, where I do not go. Open your pull request in your browser and copy the address that it has there.',
    unreadable: '### I could not read what GitHub says',
    unreadableHow:
      'The answer was far too large, or none that I know. If your repository holds very many files, send me the lesson’s files instead. Or ask a human.',
    closed: '### {{pull}} is closed',
    closedHow:
      'Press **Reopen pull request** at the foot of its page, and send it to me again. Without such a button, open a new one from your branch.',
    merged: '### {{pull}} is merged already',
    mergedHow:
      'What is merged stays as it is. For a newer version make a new branch, push it, and open a new pull request. To have the files looked at once more, send them to me.',
    files: '### I cannot take the files of {{pull}} yet',
    filesHow: 'I looked at its newest commit, {{commit}} on the branch {{branch}}.',
    again: 'Then commit, push, and send me the pull request again.',
    missing: '- {{path}} is not in it. Add it: `git add {{plain}}`',
    missingNear: '- {{path}} is not in it, but {{near}} is. Rename it: `git mv {{plainNear}} {{plain}}`',
    'folder-missing': '- It has no folder {{path}}. The lesson wants your files in there.',
    'folder-missingNear':
      '- It has no folder {{path}}, but I see {{near}}. The lesson wants your files in {{path}}: move them there.',
    'is-file': '- {{path}} is a file, and has to be a folder.',
    'is-folder': '- {{path}} is a folder, and has to be a file.',
    symlink: '- {{path}} is a symbolic link. Put the file itself there.',
    submodule:
      '- {{path}} is a submodule: only a pointer to another repository. Remove it with `git rm --cached {{plain}}` and add the files themselves.',
    lfs: '- {{path}} is in Git LFS, so only a pointer to it is there. Take it out: `git lfs untrack {{plain}}`, then `git add --renormalize {{plain}}`',
    'too-large':
      '- {{path}} has {{kilobytes}} kB, and I read {{limit}} at most. It is probably not the right file.',
    binary: '- {{path}} is not a text file. Put your own text there.',
    utf16: '- {{path}} is saved as UTF-16, which Docker does not read. Save it as UTF-8.',
    'not-utf8': '- {{path}} is not saved as UTF-8. Save it as UTF-8.',
    project: '### Send me this project as a .zip',
    projectHow:
      'This lesson builds your own project, all of it. Of a pull request I read only the files that a lesson names, so zip the folder (without `.git`, `node_modules` and `.venv`) and attach it to `/verify`, or send it to me in a DM.',
    asked: '### Your lesson asks for one thing more',
    askedHow: 'Change that at {{pull}}, and send it to me again.',
    others: '### Somebody else of your class submitted {{pull}}',
    othersHow:
      'Its repository is private, so how its files come out is theirs alone. Open a pull request of your own. If this one is yours, ask a human.',
  },
});

/** The most file lines that an answer shows. */
const mostFiles = 5;

/** GitHub returned nothing usable. */
export function troubleRefused(locale: Locale, guild: string, trouble: GitHubTrouble): Message {
  const { kind } = trouble;
  const how =
    kind === 'rate-limited' && trouble.until !== null
      ? say(locale, 'rate-limitedWhen', { when: stamp(trouble.until) })
      : say(locale, `${kind}How`);
  return refusal(locale, guild, [say(locale, kind), how]);
}

/** The lesson builds a whole project, but only a part of a pull request is read. */
export const projectRefused = (locale: Locale, guild: string): Message =>
  refusal(locale, guild, [say(locale, 'project'), say(locale, 'projectHow')]);

/** The pull request is closed or merged, so it cannot be submitted. */
export const stateRefused = (
  locale: Locale,
  guild: string,
  kind: 'closed' | 'merged' | 'others',
  pull: SubmittedPullRequest,
): Message =>
  refusal(locale, guild, [say(locale, kind, { pull: pullRequestLink(pull) }), say(locale, `${kind}How`)]);

/** Files are missing or invalid. */
export const filesRefused = (
  locale: Locale,
  guild: string,
  pull: PullRequest,
  troubles: readonly FileTrouble[],
): Message =>
  refusal(locale, guild, [
    say(locale, 'files', { pull: pullRequestLink(pull) }),
    say(locale, 'filesHow', { commit: code(shortCommit(pull)), branch: code(pull.branch, 80) }),
    ...troubles.slice(0, mostFiles).map((trouble) => fileLine(locale, trouble)),
    say(locale, 'again'),
  ]);

/** The pull request does not meet the lesson's requirements. */
export const remarksRefused = (
  locale: Locale,
  guild: string,
  pull: PullRequest,
  remarks: readonly PullRequestRemark[],
): Message =>
  refusal(locale, guild, [
    say(locale, 'asked'),
    ...remarks.map((remark) => remarkLine(locale, remark)),
    say(locale, 'askedHow', { pull: pullRequestLink(pull) }),
  ]);

function fileLine(locale: Locale, trouble: FileTrouble): string {
  const near = 'near' in trouble ? trouble.near : null;
  const { kind, path } = trouble;
  const key =
    near !== null && (kind === 'missing' || kind === 'folder-missing') ? (`${kind}Near` as const) : kind;
  return say(locale, key, {
    path: code(path, 80),
    plain: inCommand(path),
    near: code(near ?? '', 80),
    plainNear: inCommand(near ?? ''),
    kilobytes: 'kilobytes' in trouble ? trouble.kilobytes : 0,
    limit: fileLimitBytes / 1024,
  });
}

/** A path for use in a command that is shown as code. */
const inCommand = (path: string): string => path.slice(0, 80).replace(/[^\w./-]/g, '?');
