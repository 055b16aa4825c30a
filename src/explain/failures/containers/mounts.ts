import { atRun, defineFailure, type Failure } from '../failure.ts';
import { runAgain } from '../next.ts';

/** Volumes, mounts and networks. */
export const mountFailures: readonly Failure[] = [
  defineFailure({
    id: 'mount-source-missing',
    phase: 'create',
    about: 'bind-mount',
    when: [
      'bind source path does not exist: <path>',
      'bind source path does not exist',
      'bind mount source path does not exist',
      'Error response from daemon: Mounts denied',
      'error while creating mount source path',
      'is not shared from the host',
      'The path <path> is not shared from the host',
    ],
    cause:
      'The folder that is to be shown in the container is not there, or Docker Desktop may not share it.',
    cure: 'Check the path with `ls`. In Docker Desktop it has to be listed under Resources, File sharing.',
    next: 'pwd && ls',
    examples: [
      'docker: Error response from daemon: invalid mount config for type "bind": bind source path does not exist: /nonexistent',
      'Error response from daemon: Mounts denied: \nThe path /opt/data is not shared from the host and is not known to Docker.',
      "error while creating mount source path '/host_mnt/c/x': mkdir /host_mnt/c: file exists",
      'docker: Error response from daemon: invalid mount config for type "bind": bind mount source path does not exist: /docker',
    ],
  }),
  defineFailure({
    id: 'mount-folder-not-creatable',
    underlying: true,
    phase: 'create',
    about: 'bind-mount',
    when: ['read-only file system', 'permission denied', 'operation not permitted'].map(
      (why) => `error while creating mount source path … ${why}`,
    ),
    cause:
      'The folder that is to be shown in the container is not on your machine, and Docker may not create it there. Docker from snap sees only your home folder.',
    cure: 'Check the path letter by letter. Create the folder yourself, in your home folder.',
    next: 'pwd && ls',
    examples: [
      "docker: Error response from daemon: error while creating mount source path '/Volumes/my disk/data': mkdir /Volumes/my disk: permission denied.",
      "Error response from daemon: error while creating mount source path '/opt/shop/data': mkdir /opt/shop: read-only file system",
    ],
  }),
  defineFailure({
    id: 'volume-invalid',
    phase: 'create',
    about: 'volume',
    when: [
      'includes invalid characters for a local volume name',
      'invalid volume specification',
      'volume name is too short',
      'invalid mount path',
      'mount path must be absolute',
      'invalid mount config',
      'the working directory … is invalid, it needs to be an absolute path',
      'invalid spec: <word>',
      'Error response from daemon: invalid mode: <word>',
    ],
    cause:
      'What comes after `-v` is not a volume: it is a name or a whole path, a colon, and a whole path in the container.',
    cure: 'Write the path from `/` on, in double quotes when it has spaces: `-v "$PWD":/app`.',
    next: 'docker run --rm -v "$PWD":/app {{image}}',
    examples: [
      'docker: Error response from daemon: create relative/x: "relative/x" includes invalid characters for a local volume name, only "[a-zA-Z0-9][a-zA-Z0-9_.-]" are allowed. If you intended to pass a host directory, use absolute path',
      "docker: Error response from daemon: invalid volume specification: '/a:b': invalid mount config for type \"bind\": invalid mount path: 'b' mount path must be absolute",
      'docker: Error response from daemon: invalid mode: /app',
      "docker: Error response from daemon: the working directory 'app' is invalid, it needs to be an absolute path",
    ],
  }),
  defineFailure({
    id: 'mount-file-over-folder',
    phase: 'start',
    about: 'bind-mount',
    when: [
      'Are you trying to mount a directory onto a file',
      'not a directory: unknown: Are you trying to mount',
      'error mounting … not a directory',
    ],
    cause:
      'A folder was mounted where the image has a file, or the other way. Docker makes a folder when the file is not there.',
    cure: 'Check that the file exists on your machine, with exactly this name.',
    next: 'ls -la',
    examples: [
      'error mounting "/home/ada/nginx.conf" to rootfs at "/etc/nginx/nginx.conf": mount src=/home/ada/nginx.conf: not a directory: unknown: Are you trying to mount a directory onto a file (or vice-versa)? Check if the specified host path exists and is the expected type',
    ],
  }),
  defineFailure({
    id: 'mount-twice',
    phase: 'create',
    about: 'volume',
    when: ['Duplicate mount point: <path>', 'target <path> already mounted as'],
    cause: 'Two volumes or folders are to be shown at the same place in the container.',
    cure: 'Leave one of the two `-v` out, or one of the lines under `volumes:`.',
    next: runAgain,
    examples: [
      'docker: Error response from daemon: Duplicate mount point: /app',
      'services.web.volumes[1]: target /app already mounted as services.web.volumes[0]',
    ],
  }),
  defineFailure({
    id: 'no-such-network-or-volume',
    general: true,
    phase: 'create',
    about: 'network',
    when: [
      'network <word> not found',
      'no such volume',
      'could not find a network matching',
      'network <word> declared as external, but could not be found',
      'declared as external, but could not be found',
      "external volume '<word>' not found",
    ],
    cause: 'There is no network or volume of this name.',
    cure: 'Look at the lists, or create it.',
    next: 'docker network ls && docker volume ls',
    examples: [
      'docker: Error response from daemon: network nope not found',
      'Error response from daemon: get nope: no such volume',
      'network shop declared as external, but could not be found',
    ],
  }),
  defineFailure({
    id: 'read-only-file-system',
    underlying: true,
    phase: atRun,
    about: 'bind-mount',
    when: ['Read-only file system', 'read-only file system', 'Errno 30', 'EROFS'],
    cause:
      'The program wants to write where nothing may be written: a mount with `:ro`, or a container with `--read-only`.',
    cure: 'Leave `ro` out, or write into a volume.',
    next: runAgain,
    examples: [
      "OSError: [Errno 30] Read-only file system: '/app/db.sqlite3'",
      "touch: cannot touch '/x': Read-only file system",
    ],
  }),
];
