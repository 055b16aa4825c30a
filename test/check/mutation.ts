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

export const answer = {
  dockerfile: `FROM python:3.11-slim

WORKDIR /app

RUN pip install uv

COPY pyproject.toml uv.lock ./
RUN uv sync --frozen

COPY . .

WORKDIR /app/core

COPY entrypoint.sh /entrypoint.sh
RUN chmod +x /entrypoint.sh

EXPOSE 8000

ENTRYPOINT ["/entrypoint.sh"]
`,
  script: `#!/bin/sh
set -e
uv run python manage.py migrate
exec uv run python manage.py runserver 0.0.0.0:8000
`,
  ignore: `**/__pycache__/
**/*.pyc
.venv/
venv/
**/*.sqlite3
.git/
`,
} as const;

/** Replaces what has to be there: a change that changes nothing would prove nothing. */
export function changed(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`mutations: nothing to change: ${from}`);
  return text.replace(from, () => to);
}
