import { parseDockerfile } from '../../../src/check/dockerfile/parse.ts';

/**
 * Maps a build step to its line in the Dockerfile. The Engine API does not expose BuildKit's source positions, but a step is named
 * `[stage 4/9] RUN …`, and its number can be counted exactly: FROM (unless the base is another stage), then each WORKDIR, COPY, ADD and
 * RUN of that stage (buildkit, dockerfile2llb/convert.go, `cmdTotal`).
 */
export interface PlannedStep {
  readonly stage: number;
  /** `AS name` in lower case; null if unnamed. */
  readonly stageName: string | null;
  readonly n: number;
  readonly of: number;
  readonly keyword: string;
  /** The instruction as written, joined into one line. */
  readonly instruction: string;
  readonly line: number;
}

interface StageDraft {
  readonly name: string | null;
  readonly steps: { keyword: string; instruction: string; line: number }[];
}

const counted = new Set(['WORKDIR', 'COPY', 'ADD', 'RUN']);

export function planSteps(dockerfile: string): readonly PlannedStep[] {
  const stages: StageDraft[] = [];
  for (const { written, text, line } of parseDockerfile(dockerfile).instructions) {
    const keyword = written.toUpperCase();
    const step = { keyword, instruction: joined(text), line };
    if (keyword === 'FROM') {
      const [, image = '', name = null] =
        /^FROM\s+(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?/i.exec(step.instruction) ?? [];
      const onStage = stages.some((stage) => stage.name !== null && stage.name === image.toLowerCase());
      stages.push({
        name: name?.toLowerCase() ?? null,
        steps: onStage || image.toLowerCase() === 'scratch' ? [] : [step],
      });
    } else if (counted.has(keyword)) stages[stages.length - 1]?.steps.push(step);
  }
  return stages.flatMap(({ name, steps }, stage) =>
    steps.map((step, index) => ({ stage, stageName: name, n: index + 1, of: steps.length, ...step })),
  );
}

function joined(text: string): string {
  return text
    .split(/\r?\n/)
    .filter((line, index) => index === 0 || !/^\s*#/.test(line))
    .map((line) => line.replace(/[\\`]\s*$/, ''))
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();
}

export interface StepName {
  readonly stage: string | null;
  readonly n: number;
  readonly of: number;
  readonly instruction: string;
}

/** Parses `[stage 4/9] RUN uv sync`; null for steps that are not in the Dockerfile (`[internal] load …`, exporting). */
export function readStepName(name: string): StepName | null {
  const match = /^\[([^\]]*)\]\s*([\s\S]*)/.exec(name);
  if (match === null) return null;
  // With a platform it is `[linux/amd64 builder 2/5]`.
  const words = (match[1] ?? '').trimStart().split(/\s+/);
  const [, n, of] = /^(\d+)\/(\d+)$/.exec(words.pop() ?? '') ?? [];
  if (n === undefined) return null;
  return { stage: words.pop() ?? null, n: Number(n), of: Number(of), instruction: joined(match[2] ?? '') };
}

/** The line of a step, by stage and number, checked against its instruction; null when nothing fits. */
export function lineOfStep(step: StepName, plan: readonly PlannedStep[]): number | null {
  const keyword = /^\S+/.exec(step.instruction)?.[0].toUpperCase() ?? '';
  const sameKeyword = plan.filter((planned) => planned.keyword === keyword);
  const inStage = sameKeyword.filter(
    ({ stage, stageName }) =>
      step.stage === null || step.stage === `stage-${stage}` || step.stage === stageName,
  );
  const byNumber = inStage.filter(({ n, of }) => n === step.n && of === step.of);
  if (byNumber.length === 1) return byNumber[0]?.line ?? null;
  const byText = sameKeyword.filter(({ instruction }) => instruction === step.instruction);
  return (byNumber[0] ?? byText[0])?.line ?? null;
}
