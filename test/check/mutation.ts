import { readFileSync } from 'node:fs';

/**
 * The lesson's answer with one thing changed. `todo` is the TODO that the change breaks, `null` with `passes: false`
 * for what breaks the verification without belonging to one, `passes: true` for what does no harm.
 * Only the base image of the lesson is needed, so that each can be built for real.
 */
export interface Mutation {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly todo: number | null;
  readonly passes: boolean;
  /** False where the check cannot know: then it says so, and never the wrong thing. */
  readonly foretold?: boolean;
}

const solution = new URL('../../lessons/backend-docker/solution/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, solution), 'utf8');

/** The lesson's own answer, its Dockerfile without the comments; the ignore file is shorter, as a student's is. */
export const answer = {
  dockerfile: read('Dockerfile').replace(/^#.*\n/gm, ''),
  script: read('entrypoint.sh'),
  ignore: `**/__pycache__/
**/*.pyc
.venv/
venv/
**/*.sqlite3
.git/
`,
} as const;

/** Lines of the answer, as they stand in it. */
export const lines = {
  install: 'RUN pip install uv\n',
  copies: 'COPY pyproject.toml uv.lock ./\n',
  sync: 'RUN uv sync --frozen\n',
  everything: 'COPY . .\n',
  workdir: 'WORKDIR /app/core\n',
  script: 'COPY entrypoint.sh /entrypoint.sh\n',
  chmod: 'RUN chmod +x /entrypoint.sh\n',
  start: 'ENTRYPOINT ["/entrypoint.sh"]\n',
  expose: 'EXPOSE 8000\n',
} as const;

/** What to replace, and by what. */
export type Pair = readonly [from: string, to: string];

/** Replaces what has to be there: a change that changes nothing would prove nothing. */
export function changed(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`mutations: nothing to change: ${from}`);
  return text.replace(from, () => to);
}

export const replaced = (text: string, ...pairs: readonly Pair[]): string =>
  pairs.reduce((before, [from, to]) => changed(before, from, to), text);
