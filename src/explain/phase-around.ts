import type { FailurePhase } from './failures/failure.ts';
import type { OutputLine } from './output-lines.ts';

/** Signs of what was going on, as programs print them and people type them. */
const signs: readonly (readonly [RegExp, FailurePhase])[] = [
  [/\bload build context\b|\btransferring context\b/, 'context'],
  [/\bload metadata for\b|^Unable to find image\b|: Pulling from \b/, 'pull'],
  [
    /^#\d{1,4} |^=> |^\[\+\] Building\b|^Step \d{1,3}\/\d|did not complete successfully|returned a non-zero code|failed to solve|^> \[/,
    'build',
  ],
  [/\bdocker (?:buildx |image )?build\b/, 'build'],
  [/\bdocker[ -]compose\b|^\[\+\] Running\b|^Attaching to\b/, 'compose'],
  [/\bdocker (?:container )?run\b|^docker: Error response\b/, 'run'],
  [/Error response from daemon: /, 'create'],
  [/^curl: |^HTTP\/\d|\bERR_[A-Z]/, 'probe'],
  [/^git |^fatal: |\bgit (?:push|pull|clone|commit|checkout|switch)\b/, 'git'],
  [/^(?:zsh|bash|-bash|fish|PS [A-Z]:)\b|\bis not recognized\b/, 'terminal'],
  [/^Traceback \(most recent\b|\bgunicorn\b|\bmanage\.py\b|^Watching for file changes\b/, 'run'],
];

/** What was going on at a line: what its neighbours say, the nearest first; one that builds prints it before and after. */
export function phaseAround(lines: readonly OutputLine[], at: OutputLine): FailurePhase | null {
  if (at.ofBuild) return 'build';
  const index = lines.indexOf(at);
  const own = phaseOf(at);
  if (own !== null) return own;
  const after = lines.slice(index + 1, index + 60).find((line) => line.ofBuild || phaseOf(line) !== null);
  const before = lines.slice(0, index).findLast((line) => line.ofBuild || phaseOf(line) !== null);
  const ends = after === undefined || after.kind === 'typed' ? null : phaseSaid(after);
  if (ends === 'build') return 'build';
  return before === undefined ? ends : phaseSaid(before);
}

const phaseSaid = (line: OutputLine): FailurePhase | null => (line.ofBuild ? 'build' : phaseOf(line));

function phaseOf({ match }: OutputLine): FailurePhase | null {
  const start = match.shown.slice(0, 400);
  return signs.find(([sign]) => sign.test(start))?.[1] ?? null;
}
