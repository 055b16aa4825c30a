import { type Attack, attacks } from './support/attack.ts';

/** Exhausting a box: its time, memory, processes, disk, and the limit on output that is read. */

const memory = 'a = []\nwhile True: a.append(bytearray(50_000_000))\n';

/** This many processes under each of this many user ids; they end by themselves. */
const crowd = (users: number, each: number): string => `
import os, time
for user in range(${users}):
    for n in range(${each}):
        if os.fork() == 0:
            if user: os.setuid(3000 + user)
            time.sleep(5); os._exit(0)
for n in range(${users * each}): os.wait()
`;

/** Takes space and frees it. */
const taker = (gigabytes: number): string => `
import os
file = os.open('/filler', os.O_CREAT | os.O_WRONLY)
os.posix_fallocate(file, 0, ${gigabytes} << 30)
os.unlink('/filler')
`;

/** Fork bombs under `users` user ids that ignore SIGTERM; nproc counts per user id. */
const bomb = (users: number): string => `
import os, signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
for user in range(${users}):
    if os.fork() == 0:
        if user: os.setuid(3000 + user)
        while True:
            try: os.fork()
            except OSError: time.sleep(1)
while True: time.sleep(1)
`;

/** Allocates blocks without writing them, so that even a slow disk is full within seconds. */
const filler = `
import os
file = os.open('/filler', os.O_CREAT | os.O_WRONLY)
for n in range(10000): os.posix_fallocate(file, n << 26, 1 << 26)
`;

const quick = { buildSeconds: 20, readySeconds: 15 };

const table: readonly Attack[] = [
  {
    name: 'sleep for ever',
    command: 'sleep 100000',
    where: 'build',
    held: 'SANDBOX_BUILD_SECONDS, else it sleeps on',
    reasons: ['timed-out'],
    says: /20 s/,
    limits: quick,
    without: { buildSeconds: 1800, jobSeconds: 40 },
    sample: true,
  },
  {
    name: 'sleep for ever',
    command: 'exec sleep 100000',
    where: 'container',
    held: 'SANDBOX_READY_SECONDS, else it sleeps on',
    reasons: ['never-listened'],
    limits: quick,
    without: { readySeconds: 600, jobSeconds: 60 },
  },
  {
    name: 'spin',
    command: 'while :; do :; done',
    dose: { command: 'timeout 5 sh -c "while :; do :; done" || true' },
    where: 'build',
    held: 'SANDBOX_BUILD_SECONDS, and SANDBOX_CPUS leaves the machine its share',
    reasons: ['timed-out'],
    limits: quick,
  },
  {
    name: 'spin',
    command: 'while :; do :; done & while :; do :; done',
    dose: {
      command: 'timeout 5 sh -c "while :; do :; done" & timeout 5 sh -c "while :; do :; done" || true',
    },
    where: 'container',
    held: 'SANDBOX_READY_SECONDS, and SANDBOX_CPUS leaves the machine its share',
    reasons: ['never-listened'],
    limits: quick,
  },
  ...(['build', 'container'] as const).map(
    (where): Attack => ({
      name: 'ask for all memory',
      program: memory,
      dose: { program: 'bytearray(1_000_000_000)\n' },
      where,
      held: 'SANDBOX_MEMORY, which no swap extends',
      reasons: ['out-of-memory'],
      says: /memory/i,
      ...(where === 'container' && { sample: true }),
    }),
  ),
  {
    name: 'put more into a tmpfs than there is memory',
    files: (right) => ({
      ...right,
      Dockerfile: (right.Dockerfile ?? '').replace(
        'EXPOSE 8000',
        'EXPOSE 8000\nRUN --mount=type=tmpfs,target=/memory dd if=/dev/zero of=/memory/filler bs=1M',
      ),
    }),
    where: 'build',
    held: 'SANDBOX_MEMORY, which counts tmpfs too',
    reasons: ['out-of-memory', 'disk-full'],
  },
  {
    name: 'put more into /dev/shm than there is memory',
    command: 'dd if=/dev/zero of=/dev/shm/filler bs=1M || true',
    where: 'container',
    held: 'its own size, 64 MB',
    reasons: [null],
  },
  ...(['build', 'container'] as const).flatMap((where): Attack[] => [
    {
      name: 'fork without end, deaf to SIGTERM',
      program: bomb(1),
      dose: { program: crowd(1, 60) },
      where,
      held: 'SANDBOX_PROCESSES for each user id, and a life that ends',
      reasons: ['timed-out', 'too-many-processes', 'never-listened'],
      limits: quick,
    },
    {
      name: 'fork without end under eight user ids',
      program: bomb(8),
      dose: { program: crowd(8, 20) },
      where,
      held: 'SANDBOX_PIDS for the box, and a life that ends',
      reasons: ['timed-out', 'too-many-processes', 'never-listened'],
      limits: quick,
    },
  ]),
  {
    name: 'fill the disk',
    program: filler,
    dose: { program: taker(3) },
    where: 'build',
    held: 'SANDBOX_DISK_GB',
    reasons: ['disk-full'],
  },
  {
    name: 'fill the disk',
    program: filler,
    dose: { program: taker(3) },
    where: 'container',
    held: 'SANDBOX_DISK_GB',
    reasons: ['disk-full'],
  },
  ...(['build', 'container'] as const).map(
    (where): Attack => ({
      name: 'make a million files',
      program:
        "import os\nos.mkdir('/many')\nfor n in range(1_000_000): os.close(os.open(f'/many/{n}', os.O_CREAT))\n",
      dose: {
        program:
          "import os\nos.mkdir('/many')\nfor n in range(10_000): os.close(os.open(f'/many/{n}', os.O_CREAT))\n",
      },
      where,
      held: 'the inodes of SANDBOX_DISK_GB, or the time of the phase',
      reasons: ['disk-full', 'timed-out', 'never-listened'],
      limits: { buildSeconds: 120, readySeconds: 30 },
    }),
  ),
  {
    name: 'make a sparse file of half a terabyte',
    command: 'truncate -s 500G /sparse',
    dose: { command: 'truncate -s 100M /sparse' },
    where: 'build',
    held: 'SANDBOX_BUILD_SECONDS: the engine reads it as if it were full',
    reasons: ['timed-out', 'disk-full'],
    limits: { buildSeconds: 40 },
  },
  {
    name: 'make a sparse file of half a terabyte',
    command: 'truncate -s 500G /sparse',
    where: 'container',
    held: 'it takes no room, and nobody reads it',
    reasons: [null],
  },
  {
    name: 'make a layer larger than an image may be',
    command: 'dd if=/dev/zero of=/large bs=1M count=400',
    where: 'build',
    held: 'SANDBOX_IMAGE_MB',
    reasons: ['disk-full'],
    says: /MB/,
    limits: { imageMegabytes: 500 },
    without: { imageMegabytes: 20_000 },
  },
  ...(['build', 'container'] as const).map(
    (where): Attack => ({
      name: 'print a gigabyte in one line',
      command: 'head -c 1000000000 /dev/zero | tr "\\\\0" x',
      where,
      held: 'SANDBOX_LOG_READ_MB, and in a build the engine, which hands on 2 MB of it',
      reasons: where === 'build' ? ['too-much-output', null] : ['too-much-output'],
    }),
  ),
  ...(['build', 'container'] as const).map(
    (where): Attack => ({
      name: 'print lines without end',
      command: 'yes',
      where,
      held: 'SANDBOX_LOG_READ_MB, and in a build the engine, which hands on 2 MB of it',
      reasons: ['too-much-output'],
      limits: { buildSeconds: 30 },
      dose: { command: 'timeout 5 yes | head -n 10000 || true' },
    }),
  ),
  {
    name: 'print thirty megabytes',
    command: 'head -c 30000000 /dev/zero | tr "\\\\0" x | fold -w 80',
    where: 'container',
    held: 'SANDBOX_LOG_READ_MB',
    reasons: ['too-much-output'],
    without: { logReadMegabytes: 256 },
  },
  ...(['build', 'container'] as const).map(
    (where): Attack => ({
      name: 'open three thousand files',
      program: "a = []\nfor n in range(3000): a.append(open('/dev/null'))\n",
      where,
      held: 'SANDBOX_OPEN_FILES, here 512',
      reasons: [where === 'build' ? 'build-failed' : 'exited'],
      says: /Too many open files/,
      limits: { openFiles: 512 },
      without: { openFiles: 4096 },
    }),
  ),
  {
    name: 'leave children behind that no one waits for',
    command: 'sh -c "setsid sleep 100000 >/dev/null 2>&1 &"',
    where: 'build',
    held: 'the process namespace of the step, which ends with it',
    reasons: [null],
  },
  {
    name: 'leave children behind that no one waits for',
    command: 'setsid sleep 100000 >/dev/null 2>&1 &',
    where: 'container',
    held: 'the process namespace of the container, and a life of one job',
    reasons: [null],
  },
  {
    name: 'ignore SIGTERM',
    files: (right) => ({
      ...right,
      'entrypoint.sh': (right['entrypoint.sh'] ?? '').replace(
        'exec uv run python manage.py runserver 0.0.0.0:8000',
        "trap '' TERM\nuv run python manage.py runserver 0.0.0.0:8000 &\nwhile :; do sleep 1; done",
      ),
    }),
    where: 'container',
    held: 'SANDBOX_STOP_SECONDS, then SIGKILL',
    reasons: [null],
    limits: { stopSeconds: 2 },
  },
];

attacks('a box holds when a student uses it up:', table);
