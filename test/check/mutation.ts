import { readFileSync } from 'node:fs';

/**
 * The lesson's answer with one thing changed. `todo` is the TODO that the change breaks; it is null if the change is harmless,
 * or breaks the verification without belonging to a TODO. Only the lesson's base image is needed, so that each can be built for real.
 */
export interface Mutation {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly todo: number | null;
  readonly passes: boolean;
  /** False if the check cannot know the outcome, and has to say so. */
  readonly foretold?: boolean;
}

const solution = new URL('../../lessons/backend-docker/solution/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, solution), 'utf8');

/** The lesson's own answer: its Dockerfile without comments, and a shorter .dockerignore, as a student writes it. */
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

/** Lines of the answer's Dockerfile. */
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

/** A text and its replacement. */
export type Pair = readonly [from: string, to: string];

/** Replaces a text that has to exist, because a change without effect would prove nothing. */
export function changed(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`mutations: nothing to change: ${from}`);
  return text.replace(from, () => to);
}

export const replaced = (text: string, ...pairs: readonly Pair[]): string =>
  pairs.reduce((before, [from, to]) => changed(before, from, to), text);
