import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { LessonRemark } from '../../src/lesson/error.ts';
import { parseLesson } from '../../src/lesson/parse-lesson.ts';

/** A lesson's title, its TODOs with a part of each hint, its hints without a TODO, and the remarks for its author. */
interface Expected {
  readonly title: string;
  readonly todos: readonly (readonly [n: number, line: number, title: string, hint: RegExp | null])[];
  readonly remarks?: readonly (readonly [LessonRemark['kind'], line: number])[];
}

const lessons: Readonly<Record<string, Expected>> = {
  'frontend-en.md': {
    title: 'Subject 2: Frontend Docker',
    todos: [
      [
        1,
        17,
        'Choose a Node image and name the stage "build"',
        /^```dockerfile\nFROM node:20-alpine AS build\n```$/,
      ],
      [2, 23, 'Copy package.json and package-lock.json', /package-lock.json \.\//],
      [3, 27, 'Install the dependencies', /RUN npm ci/],
      [4, 35, 'Start the second stage from nginx', /FROM nginx:alpine/],
      [5, 38, 'Copy the built files from the first stage', /^The build wrote[\s\S]*COPY --from=build/],
      [6, 53, 'Serve index.html for every unknown path', /try_files/],
      [7, 59, "Check the name of the backend's service", null],
      [8, 68, 'Read the address from the environment', /VITE_API_URL/],
    ],
  },
  'frontend-fr.md': {
    title: 'Sujet 2 : Frontend Docker',
    todos: [
      [1, 13, "Choisir une image Node et nommer l'étape « build »", /FROM node:20-alpine/],
      [2, 18, 'Copier les fichiers de dépendances', /package\*\.json/],
      [3, 20, 'Installer les dépendances', /RUN npm ci/],
      [4, 26, 'Partir de nginx', /FROM nginx/],
      [5, 28, 'Copier le résultat de la première étape', /--from=build/],
      [6, 35, 'Renvoyer index.html pour les chemins inconnus', /try_files/],
    ],
  },
  'compose-en.md': {
    title: 'Subject 3: Docker Compose',
    todos: [
      [1, 9, 'Keep the data in a volume', /pgdata:\/var/],
      [2, 18, 'Build it from ./backend', /build: \.\/backend/],
      [3, 21, 'Wait until the database is healthy', /service_healthy/],
      [4, 29, 'Choose a password', /^Anything but/],
      [5, 12, 'Name the database, the user and the password', /POSTGRES_DB: shop/],
      [6, 14, 'Say how Docker finds out that the database is ready', /pg_isready/],
      [7, 20, 'publish it on another port of your machine', null],
      [8, 23, 'Declare the volume', /^```yaml\nvolumes:\n {2}pgdata:/],
    ],
  },
  'compose-fr.md': {
    title: 'Sujet 3 : Docker Compose',
    todos: [
      [1, 8, "Choisir l'image de PostgreSQL", /^`postgres:16-alpine`$/],
      [2, 9, 'Garder les données dans un volume', /donnees:/],
      [3, 12, 'Attendre la base de données', /service_healthy/],
      [5, 14, 'Publier le port 8000', /8000:8000/],
    ],
  },
  'ci-en.md': {
    title: 'Subject 4: Continuous Integration',
    todos: [
      [1, 10, 'Run on every push to main', /branches/],
      [2, 16, 'Set up Buildx', /setup-buildx/],
      [3, 17, 'Log in to the registry', /login-action/],
      [4, 20, 'build the image and tag it with the commit', /github\.sha/],
      [5, 23, 'Make the check required', /^Settings/],
    ],
  },
  'ci-fr.md': {
    title: 'Sujet 4 : Intégration continue',
    todos: [
      [1, 10, 'Récupérer le code', /checkout/],
      [2, 11, "Construire l'image", /docker build/],
      [3, 13, "Publier l'image", /docker push/],
    ],
  },
  'mkdocs.md': {
    title: 'Lab 3: Images',
    todos: [
      [1, 16, 'Set the working directory', /^Use `WORKDIR`:\n\n```dockerfile\nWORKDIR \/app\n```$/],
      [2, 17, 'Copy the requirements', /^`COPY requirements.txt \.`$/],
      [3, 47, 'Stop it', /^`docker stop`$/],
      [4, 37, 'Run it', /^```bash\ndocker run -p 5000:5000 lab\n```$/],
    ],
    remarks: [['renumbered', 37]],
  },
  'docusaurus.mdx': {
    title: 'Your first image',
    todos: [
      [1, 8, 'Write a Dockerfile', /^`FROM alpine`$/],
      [2, 18, 'Add a command', /^Use `CMD`\.\n\n```dockerfile\nCMD/],
      [3, 40, 'Build it', /^```bash\ndocker build -t hi \.\n```$/],
    ],
  },
  'classroom.md': {
    title: 'Docker assignment',
    todos: [
      [1, 7, 'Write a Dockerfile', /FROM python:3\.12-slim/],
      [2, 8, 'Add a .dockerignore', /\.gitignore/],
      [3, 9, 'Push to main', null],
    ],
  },
  'gitlab.md': {
    title: 'TP Docker',
    todos: [
      [1, 5, 'Construire', /^Commencez par `FROM`\.\n\n`FROM alpine`$/],
      [2, 21, 'Lancer', /^`docker run`\n\n`docker run --rm image`$/],
    ],
  },
  'notebook.md': {
    title: 'Containers, step by step',
    todos: [
      [1, 3, 'Look around', /^add `-a`/],
      [2, 11, 'Write it', /^build it with:\n\n```bash\ndocker build \.\n```$/],
      [3, 24, 'Clean up', /^`docker system prune`$/],
    ],
  },
  'slides.md': {
    title: 'Docker in an hour',
    todos: [
      [1, 11, 'run a container', /^`docker run …`$/],
      [2, 23, 'name it', /--name hi/],
    ],
    remarks: [
      ['namedNumber', 11],
      ['namedNumber', 23],
    ],
  },
};

describe.each(Object.entries(lessons))('%s', (name, { title, todos, remarks = [] }) => {
  const text = readFileSync(new URL(`lessons/shapes/${name}`, import.meta.url), 'utf8');
  const parsed = parseLesson({ text, file: name });

  test('has its title and all its TODOs, on their lines', () => {
    expect(parsed.lesson.title).toBe(title);
    expect(parsed.lesson.todos.map((todo) => [todo.n, todo.line, todo.title])).toEqual(
      todos.map(([n, line, titled]) => [n, line, titled]),
    );
  });

  test('has all its hints, each at its TODO', () => {
    for (const [n, , , hint] of todos) {
      const found = parsed.lesson.todos.find((todo) => todo.n === n)?.hint ?? null;
      if (hint === null) expect(found).toBeNull();
      else expect(found).toMatch(hint);
    }
    expect(parsed.lesson.otherHints).toEqual([]);
  });

  test('the author hears what was guessed, and nothing else', () => {
    expect(parsed.remarks.map(({ kind, line }) => [kind, line])).toEqual(remarks);
  });

  test('the lesson is the same with Windows line ends, a byte order mark and tabs', () => {
    const windows = parseLesson({ text: `\uFEFF${text.replaceAll('\n', '\r\n')}`, file: name });
    expect(windows).toEqual(parsed);
  });
});
