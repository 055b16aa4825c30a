import type { FailurePhase } from './failures/failure.ts';
import type { OutputLine } from './output-lines.ts';

/** Output and commands that identify a phase. */
const signs: readonly (readonly [RegExp, FailurePhase])[] = [
  [/\bload build context\b|\btransferring context\b/, 'context'],
  [/\bload metadata for\b|^Unable to find image\b|: Pulling from \b/, 'pull'],
  [
    /^#\d{1,4} |^=> |^\[\+\] Building\b|^Step \d{1,3}\/\d|did not complete successfully|returned a non-zero code|failed to solve|^> \[/,
    'build',
  ],
  [/\bdocker (?:buildx |image )?build\b/, 'build'],
  // Lines that GitHub Actions prints around a step, and the path of the code on its runners.
  [
    /^(?:Run )?[\w./-]{1,80}@v\d|##\[(?:error|group|command)\]|\bProcess completed with exit code \d|\/home\/runner\/work\//,
    'workflow',
  ],
  [/\bdocker[ -]compose\b|^\[\+\] Running\b|^Attaching to\b/, 'compose'],
  [/\bdocker (?:container )?run\b|^docker: Error response\b/, 'run'],
  [/Error response from daemon: /, 'create'],
  [/^curl: |^HTTP\/\d|\bERR_[A-Z]/, 'probe'],
  [/^git |^fatal: |\bgit (?:push|pull|clone|commit|checkout|switch)\b/, 'git'],
  [/^(?:zsh|bash|-bash|fish|PS [A-Z]:)\b|\bis not recognized\b/, 'terminal'],
  [/^\S{0,100}\.sh: (?:line )?\d{1,5}: /, 'run'],
  [/^Traceback \(most recent\b|^Watching for file changes\b/, 'run'],
];

/** The phase at a line: its own, else its neighbours'. Builds and workflows also print below a line, so the search for them starts there. */
export function phaseAround(lines: readonly OutputLine[], at: OutputLine): FailurePhase | null {
  const own = phaseOf(at);
  if (own !== null) return own;
  const index = lines.indexOf(at);
  const after = lines.slice(index + 1, index + 60).find((line) => phaseOf(line) !== null);
  const before = lines.slice(0, index).findLast((line) => phaseOf(line) !== null);
  const ends = after === undefined || after.kind === 'typed' ? null : phaseOf(after);
  if (ends === 'build' || ends === 'workflow')
    return before !== undefined && phaseOf(before) === 'build' ? 'build' : ends;
  if (before !== undefined) return phaseOf(before);
  return ends ?? (shellOfStep.test(at.match.shown) ? 'build' : null);
}

/** The shell that RUN uses. Containers may use it, too, so it is the weakest sign. */
const shellOfStep = /^\/bin\/(?:ba)?sh: /;

function phaseOf({ match, source }: OutputLine): FailurePhase | null {
  if (source !== null) return source === 'build' ? 'build' : 'run';
  const start = match.shown.slice(0, 400);
  return signs.find(([sign]) => sign.test(start))?.[1] ?? null;
}

const signsOfCompose =
  /\bdocker[ -]compose (?!version)\w|^Attaching to \S|^ERROR: for \S|^\S{1,60}-\d{1,2} exited with code \d/;

/** Whether a line calls Compose or was printed by it. */
export const isOfCompose = ({ match, source }: OutputLine): boolean =>
  source === 'container' || signsOfCompose.test(match.shown.slice(0, 200));
