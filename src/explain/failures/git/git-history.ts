import { defineFailure, type Failure } from '../failure.ts';

/** Diverged branches, and an unreachable server. */
export const gitHistoryFailures: readonly Failure[] = [
  defineFailure({
    id: 'git-merge-unfinished',
    phase: 'git',
    about: 'git',
    when: [
      'You have not concluded your merge',
      'MERGE_HEAD exists',
      'Pulling is not possible because you have unmerged files',
      'there is already a rebase-merge directory',
      'a rebase is in progress',
      'cannot do a partial commit during a merge',
      "Vous n'avez pas terminé votre fusion",
    ],
    cause: 'A merge or a rebase was begun and is not over yet.',
    cure: 'Resolve what is left, then `git add -A && git commit`. To go back to before it: `git merge --abort`.',
    next: 'git status',
    examples: [
      'fatal: You have not concluded your merge (MERGE_HEAD exists).\nPlease, commit your changes before you merge.',
      'error: Pulling is not possible because you have unmerged files.',
    ],
  }),
  defineFailure({
    id: 'git-branches-diverged',
    phase: 'git',
    about: 'git',
    when: [
      'Need to specify how to reconcile divergent branches',
      'You have divergent branches and need to specify how to reconcile them',
      'Not possible to fast-forward, aborting',
      'refusing to merge unrelated histories',
      'Vous avez des branches divergentes',
      'refus de fusionner des historiques sans relation',
    ],
    cause:
      'You and the server both have commits that the other does not have, and Git wants to know what to do.',
    cure: 'Put your commits on top of theirs. Where a repository was made on GitHub with a README, and here with `git init`, add `--allow-unrelated-histories` once.',
    next: 'git pull --rebase',
    examples: [
      'hint: You have divergent branches and need to specify how to reconcile them.\nfatal: Need to specify how to reconcile divergent branches.',
      'fatal: Not possible to fast-forward, aborting.',
      'fatal: refusing to merge unrelated histories',
    ],
  }),
  defineFailure({
    id: 'git-not-reached',
    phase: 'git',
    about: 'dns',
    when: [
      'Could not resolve host: github.com',
      'Could not resolve host: gitlab.com',
      'Could not resolve hostname github.com',
      'Failed to connect to github.com port',
      'ssh: connect to host <host> port 22',
      'fatal: early EOF',
      'fetch-pack: unexpected disconnect',
      'fetch-pack: invalid index-pack output',
      'error: RPC failed; curl',
      'kex_exchange_identification',
      'unable to access … Connection was reset',
      'unable to access … Recv failure',
      'unable to access … SSL',
      'unable to access … Could not resolve host',
    ],
    cause:
      'Git could not reach the server, or the connection broke off: no network, a VPN, a proxy or a firewall.',
    cure: 'Try again, or in another network. If only port 22 is closed, use the address that begins with https.',
    next: 'git remote -v',
    examples: [
      "fatal: unable to access 'https://github.com/ada/shop.git/': Could not resolve host: github.com",
      'ssh: connect to host github.com port 22: Connection timed out\nfatal: Could not read from remote repository.',
      'error: RPC failed; curl 56 GnuTLS recv error (-54): Error in the pull function.\nfatal: early EOF',
    ],
  }),
  defineFailure({
    id: 'file-name-too-long',
    phase: 'git',
    about: 'git',
    when: ['Filename too long', 'File name too long', 'The filename or extension is too long'],
    cause:
      'A path is longer than the system takes: on Windows mostly something deep in `node_modules` or `.venv`.',
    cure: 'Keep such folders out of Git with .gitignore, and put the project into a short path like `C:\\shop`.',
    next: 'git config --global core.longpaths true',
    examples: [
      'error: unable to create file backend/node_modules/x/y/z: Filename too long',
      "OSError: [Errno 36] File name too long: '/app/x'",
    ],
  }),
];
