import { defineFailure, type Failure } from '../failure.ts';

/** Accounts at a registry. */
export const loginFailures: readonly Failure[] = [
  defineFailure({
    id: 'login-failed',
    phase: 'pull',
    about: 'docker-login',
    when: [
      'unauthorized: incorrect username or password',
      'unauthorized: authentication required',
      'unauthorized: personal access token is expired',
      'denied: denied',
      'failed to fetch oauth token: unexpected status',
      'failed to fetch anonymous token: unexpected status',
      'Get … unauthorized',
      'unauthorized: <said…>',
      ': unauthorized$',
      'no basic auth credentials',
      'login attempt to … failed with status',
      '401 Unauthorized … registry',
    ],
    cause: 'The registry does not accept the account that Docker signed in with.',
    cure: 'Sign out and in again. Public images need no account: `docker logout` helps, too.',
    next: 'docker logout && docker login',
    examples: [
      'Error response from daemon: Get "https://registry-1.docker.io/v2/": unauthorized: incorrect username or password',
      'failed to solve: failed to authorize: failed to fetch oauth token: unexpected status from POST request to https://auth.docker.io/token: 401 Unauthorized',
      'no basic auth credentials',
      'Error response from daemon: Head "https://ghcr.io/v2/ada/shop/manifests/main": unauthorized',
      'Error response from daemon: login attempt to https://ghcr.io/v2/ failed with status: 400 Bad Request',
    ],
  }),
  defineFailure({
    id: 'credential-helper-missing',
    phase: 'pull',
    about: 'docker-login',
    when: [
      'error getting credentials',
      "exec: 'docker-credential-<word>': executable file not found",
      'docker-credential-<word> … not found',
      'docker-credential-',
      'error storing credentials',
    ],
    cause: 'Docker wants to ask a helper program for your password, and that program is not there.',
    cure: 'Remove the line `credsStore` from `~/.docker/config.json`, then try again.',
    next: 'cat ~/.docker/config.json',
    examples: [
      'ERROR: failed to solve: error getting credentials - err: exec: "docker-credential-desktop": executable file not found in $PATH, out: ``',
      'error getting credentials - err: exit status 1, out: `User interaction is not allowed.`',
      'docker-credential-desktop.exe: executable file not found in $PATH',
    ],
  }),
];
