import { defineFailure, type Failure } from './failure.ts';
import { buildAgain } from './next.ts';

/** What nginx says before it serves anything. */
export const nginxFailures: readonly Failure[] = [
  defineFailure({
    id: 'nginx-configuration-wrong',
    phase: 'start',
    about: 'copy',
    when: [
      '[emerg] … unknown directive',
      '[emerg] … duplicate location',
      '[emerg] … duplicate upstream',
      '[emerg] … is duplicate in',
      "[emerg] … unexpected '",
      '[emerg] … unexpected end of file',
      '[emerg] … directive is not allowed here',
      '[emerg] … invalid number of arguments',
      '[emerg] … is not terminated by',
      '[emerg] … has no opening',
      '[emerg] … invalid parameter',
      '[emerg] … invalid port in',
      '[emerg] … unknown … variable',
      "[emerg] … no 'events' section",
      '[emerg] … invalid URL prefix',
      'nginx: configuration file <file> test failed',
    ],
    cause: 'nginx does not understand its configuration, and does not start.',
    cure: 'Mend the line that stands at the end of the message: often a `;` is missing on the line above, or a word is misspelled.',
    next: buildAgain,
    examples: [
      'nginx: [emerg] unknown directive "proxy_passs" in /etc/nginx/conf.d/default.conf:5',
      'nginx: [emerg] duplicate location "/" in /etc/nginx/conf.d/default.conf:12',
      '2026/03/02 10:11:12 [emerg] 1#1: unexpected "}" in /etc/nginx/conf.d/default.conf:9',
      'nginx: [emerg] directive "listen" is not terminated by ";" in /etc/nginx/conf.d/default.conf:3',
      'web-1  | nginx: [emerg] "server" directive is not allowed here in /etc/nginx/nginx.conf:1',
      'nginx: [emerg] invalid number of arguments in "root" directive in /etc/nginx/nginx.conf:7',
    ],
  }),
  defineFailure({
    id: 'nginx-no-page',
    phase: 'run',
    about: 'copy',
    when: [
      'directory index of … is forbidden',
      'rewrite or internal redirection cycle',
      "open() '<path…>' failed (2: No such file or directory), client:",
    ],
    cause:
      'nginx has no such page to show: in the folder that it serves there is no file of that name, or no index.html.',
    cure: 'COPY the finished pages into the folder that the message names, or write the right folder behind `root`.',
    next: buildAgain,
    examples: [
      '2026/05/01 10:00:00 [error] 31#31: *1 open() "/usr/share/nginx/html/list" failed (2: No such file or directory), client: 172.17.0.1, server: localhost, request: "GET /list HTTP/1.1"',
      '2026/05/01 10:00:00 [error] 29#29: *1 directory index of "/usr/share/nginx/html/" is forbidden, client: 172.17.0.1',
      '2026/05/01 10:00:00 [error] 29#29: *1 rewrite or internal redirection cycle while internally redirecting to "/index.html", client: 172.17.0.1',
    ],
  }),
  defineFailure({
    id: 'low-port-inside',
    phase: 'start',
    about: 'user',
    when: [
      'bind() to <address> failed (13: Permission denied)',
      'listen EACCES: permission denied <address>',
      'listen EACCES: permission denied',
      'listen tcp :<port>: bind: permission denied',
      '[Errno 13] error while attempting to bind on address',
      'could not bind to address … Permission denied',
    ],
    cause: 'In the container, the server runs as a user who may not take a port below 1024.',
    cure: 'Let it listen at a higher port, such as 8080, and publish that one: `-p 80:8080`.',
    next: buildAgain,
    examples: [
      'nginx: [emerg] bind() to 0.0.0.0:80 failed (13: Permission denied)',
      'Error: listen EACCES: permission denied 0.0.0.0:80',
      'web-1  | listen tcp :80: bind: permission denied',
      "ERROR:    [Errno 13] error while attempting to bind on address ('0.0.0.0', 80): permission denied",
      '(13)Permission denied: AH00072: make_sock: could not bind to address 0.0.0.0:80 (13)Permission denied',
    ],
  }),
];
