// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables are the shell’s
import { beforeAll, expect, test } from '@jest/globals';
import { type LessonFixture, openLessonFixture } from '../lesson-fixture.ts';

let fixture: LessonFixture;
beforeAll(async () => {
  fixture = await openLessonFixture();
});

const serve = 'exec uv run manage.py runserver 0.0.0.0:8000';
/** A line of the entrypoint, the shell that reads it, and whether the container serves. */
type Line = readonly [shell: 'bash' | 'sh', line: string, ready: boolean | null, last?: string];

const predicts = (title: string, lines: readonly Line[]): void => {
  test.each(lines)(`${title}, in %s: %s`, (shell, line, ready, last = serve) => {
    const script = `#!/bin/${shell}\nset -e\n${line}\nuv run manage.py migrate\n${last}\n`;
    expect(fixture.check({ ...fixture.answer, 'entrypoint.sh': script }).ready).toBe(ready);
  });
};

// The outputs are those of bash 5.2 and dash 0.5.12.
predicts('runs what is timed as it runs without', [
  ['bash', 'time uv run manage.py check', true],
  ['bash', 'time -p uv run manage.py check', true],
  ['bash', 'time -- uv run manage.py check', true],
  ['bash', 'time', true],
  ['bash', 'time { uv run manage.py check; }', true],
  ['bash', 'time ( uv run manage.py check )', true],
  ['bash', 'time for i in 1 2; do uv run manage.py check; done', true],
  ['bash', 'time uv run manage.py check | cat', true],
  ['bash', 'answer=$(time uv run manage.py check)', true],
  ['bash', 'if time uv run manage.py check; then :; fi', true],
  ['bash', '! time false', true],
  ['bash', ':', true, `time ${serve}`],
  ['bash', 'time uv run manage.py nothere', false],
]);

predicts('finds no program named time', [
  ['sh', 'time uv run manage.py check', false],
  ['bash', '"time" uv run manage.py check', false],
  ['bash', 'word=time; $word true', false],
]);

predicts('knows the words of bash', [
  ['bash', 'dirs', true],
  ['bash', 'history', true],
  ['bash', 'help > /dev/null', true],
  ['bash', 'type -p uv > /dev/null', true],
  ['bash', 'type -t nothere', false],
  ['bash', 'unalias -a', true],
  ['bash', 'coproc sleep 1', null],
  ['bash', 'disown', null],
  ['sh', 'dirs', false],
  ['sh', 'disown', false],
]);

predicts('knows the words that both shells have', [
  ['sh', 'jobs; times', true],
  ['bash', 'jobs; times', true],
  ['sh', 'bg', false],
  ['sh', 'alias py=python\nunalias py', true],
  ['sh', 'unalias py', false],
]);

predicts('follows a list that a declaration sets', [
  ['bash', 'declare -a words=(manage.py runserver 0.0.0.0:8000)', true, 'exec uv run "${words[@]}"'],
  ['bash', 'declare -a words=(manage.py runserver 127.0.0.1:8000)', false, 'exec uv run "${words[@]}"'],
  ['bash', 'readonly at=(0.0.0.0 8000)', true, 'exec uv run manage.py runserver "${at[0]}:${at[1]}"'],
  [
    'bash',
    'serve() { local words=(manage.py runserver 0.0.0.0:8000); exec uv run "${words[@]}"; }',
    true,
    'serve',
  ],
  [
    'bash',
    'serve() { local -a words=(manage.py runserver localhost:8000); exec uv run "${words[@]}"; }',
    false,
    'serve',
  ],
  [
    'bash',
    'declare -a words=()\nwords+=(manage.py runserver)\nwords+=("0.0.0.0:8000")',
    true,
    'exec uv run "${words[@]}"',
  ],
  ['bash', 'declare -A at=([host]=0.0.0.0)', null, 'exec uv run manage.py runserver "${at[host]}:8000"'],
  ['sh', 'declare -a words=(1 2)', false],
]);

// A verification waits for the server for as long as the worker's settings say: 90 seconds, at most 600.
predicts('knows whether a sleep keeps the server away', [
  ['sh', 'sleep 10', true],
  ['sh', 'sleep 0.5m', true],
  ['sh', 'sleep 60', null],
  ['sh', 'sleep 1m 30s', null],
  ['sh', 'sleep 30\nsleep 30', null],
  ['sh', 'sleep 300 &', true],
  ['sh', 'sleep 600', false],
  ['sh', 'sleep 1h', false],
  ['sh', 'sleep 1h &', true],
  ['sh', 'uv run manage.py migrate', true, `${serve.replace('exec ', '')} &\nsleep 1h`],
  ['sh', 'uv run manage.py migrate', true, `${serve.replace('exec ', '')} &\nsleep 300; wait`],
  ['sh', ':', false, 'exec sleep 300'],
  ['sh', 'timeout 5 sleep 1h || true', true],
]);

predicts('knows what keeps a shell from running anything more', [
  ['sh', 'yes > /dev/null', false],
  ['sh', 'yes | head -n 1', true],
  ['sh', 'set -n', false],
  ['bash', 'set -o noexec', false],
  ['sh', 'unset PATH', false],
  ['bash', 'unset PATH', false],
]);

predicts('does not know what narrow limits do', [
  ['sh', 'ulimit -v 1000', null],
  ['sh', 'ulimit -n 10', null],
  ['bash', 'ulimit -u 1', null],
  // dash has no such limit.
  ['sh', 'ulimit -u 1', false],
  ['sh', 'set -C', null],
  ['sh', 'ulimit -n 65535', true],
  ['sh', 'ulimit -c 0', true],
  ['sh', 'ulimit -s unlimited', true],
  ['sh', 'ulimit -a > /dev/null', true],
]);
