import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Person } from '../../classroom/server.ts';
import type { ClassServer } from '../support/class-server.ts';

export const lesson = 'backend-docker';

/** A short Dockerfile, and a script for it. */
export const dockerfile = 'FROM python:3.11-slim\nWORKDIR /app\nRUN pip install uv\nCOPY . .\nRUN uv sync\n';
export const script = '#!/bin/sh\nset -e\nexec uv run python manage.py runserver 0.0.0.0:8000\n';

export const codeBlock = (content: string, language = ''): string => `\`\`\`${language}\n${content}\`\`\``;

/** A file as it is attached in Discord. */
export const upload = (name: string, content: string | Uint8Array) => ({
  name,
  bytes: Buffer.from(content),
});

export const studentOf = ({ guild }: ClassServer, person: Person) => ({ guild: guild.id, user: person.id });

/** Ada's files of a lesson that Dockhand remembers, by path. */
export const rememberedFiles = async (
  classServer: ClassServer,
  slug = lesson,
): Promise<Readonly<Record<string, string>>> => {
  const student = studentOf(classServer, classServer.ada);
  const files = await classServer.records.workspaces.files(student, slug);
  return Object.fromEntries(files.map(({ path, text }) => [path, text]));
};

/** The folder with the files that pass the lesson. */
export const solution = join(import.meta.dirname, '../../lessons/backend-docker/solution');

/** These files as `/verify` takes them. */
export async function solvedFiles() {
  const file = async (name: string) => upload(name, await readFile(join(solution, name)));
  return {
    dockerfile: await file('Dockerfile'),
    dockerignore: await file('.dockerignore'),
    entrypoint: await file('entrypoint.sh'),
  };
}
