import { defineFailure, type Failure } from '../failure.ts';
import { runAgain } from '../next.ts';

/** Configuration that the `docker` command and the engine read first. */
export const dockerSettingFailures: readonly Failure[] = [
  defineFailure({
    id: 'docker-context-missing',
    phase: 'engine',
    about: 'daemon',
    when: [
      'unable to resolve docker endpoint',
      "Failed to initialize: unable to resolve docker endpoint: context '<name>'",
      "current context '<name>' is not found on the file system",
      "context '<name>': context not found",
      "context '<name>' does not exist",
    ],
    cause: 'The `docker` command is set to a context, that is another engine, which is not there.',
    cure: 'Go back to the usual one, or to `desktop-linux` with Docker Desktop.',
    next: 'docker context ls && docker context use default',
    examples: [
      'unable to resolve docker endpoint: context "colima": context not found: open /Users/ada/.docker/contexts/meta/f24f/meta.json: no such file or directory',
      'Current context "desktop-linux" is not found on the file system, please check your config file at /home/ada/.docker/config.json',
    ],
  }),
  defineFailure({
    id: 'docker-settings-unreadable',
    phase: 'engine',
    about: 'docker-login',
    when: [
      'Error loading config file',
      'error loading config file',
      'loading config file: <file>',
      '.docker/config.json: permission denied',
      '.docker/config.json: invalid character',
    ],
    cause:
      'Docker cannot read its own settings, `~/.docker/config.json`: it belongs to root, or it is no valid JSON.',
    cure: 'Give it back to yourself, or move it away: `docker login` writes a new one.',
    next: 'sudo chown -R $USER ~/.docker',
    examples: [
      'WARNING: Error loading config file: /home/ada/.docker/config.json: open /home/ada/.docker/config.json: permission denied',
      "WARNING: Error loading config file: /Users/ada/.docker/config.json: invalid character '}' after object key",
    ],
  }),
  defineFailure({
    id: 'engine-settings-wrong',
    phase: 'engine',
    about: 'daemon',
    when: [
      'unable to configure the Docker daemon with file',
      'the following directives are specified both as a flag and in the configuration file',
      'the following directives don’t match any configuration option',
      "the following directives don't match any configuration option",
    ],
    cause: 'The engine does not start, because its settings in daemon.json have a mistake.',
    cure: 'Correct the JSON, or put `{}` there. In Docker Desktop it is under Settings, Docker Engine.',
    next: 'sudo cat /etc/docker/daemon.json',
    examples: [
      "unable to configure the Docker daemon with file /etc/docker/daemon.json: invalid character '}' looking for beginning of object key string",
      "unable to configure the Docker daemon with file /etc/docker/daemon.json: the following directives don't match any configuration option: dns-server",
    ],
  }),
  defineFailure({
    id: 'docker-options-exclude',
    phase: 'terminal',
    about: 'docker-run',
    when: [
      'Conflicting options:',
      'cannot be combined with --<option>',
      '--<option> and --<other> are incompatible',
      'invalid restart policy',
      "can't create 'AutoRemove' container with restart policy",
      "can't use stdin for both build context and dockerfile",
      'the --password-stdin option requires --username',
    ],
    cause: 'The command has two options that exclude each other, or one that needs another.',
    cure: 'Leave one of them out: `--rm` and `--restart`, for example, do not go together.',
    next: runAgain,
    examples: [
      'docker: Conflicting options: cannot specify both --restart and --rm',
      '--build and --no-build are incompatible',
    ],
  }),
];
