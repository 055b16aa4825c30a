import { stringify } from 'yaml';
import type { Manifest } from './manifest/manifest.ts';

/** The parameters of a new lesson. */
export interface NewLesson {
  readonly slug: string;
  readonly title: string;
  /** Its base image. */
  readonly base: string;
  /** The port of its server; null for a program that does its work and exits. */
  readonly port: number | null;
  /** Whose project is built: a tree in the lesson, or what each student submits. */
  readonly context: Manifest['context'];
}

/**
 * The files of a new lesson that passes its proof as it is: a small shell program, three TODOs, an answer. The author replaces it
 * with a project of their own step by step, and runs the proof again.
 */
export function newLessonFiles(lesson: NewLesson): Readonly<Record<string, string>> {
  const { title, base, port, context } = lesson;
  const answer = answerFor(base, port);
  // The answer of a lesson without a tree is a whole project.
  const project = context === 'student' ? 'solution' : 'project';
  return {
    'lesson.md': markdownFor(lesson, answer),
    'manifest.yaml': `# What a verification of this lesson has to find. docs/lessons.md says what else may stand here.
${stringify(manifestFor(lesson))}`,
    [`${project}/start.sh`]:
      port === null ? '#!/bin/sh\necho "Hello from a container"\n' : serverScript(port),
    [`${project}/README.md`]: `# ${title}\n\nThe project that students put into a container.\n`,
    'solution/Dockerfile': answer.join('\n'),
    'solution/.dockerignore': '.git/\n',
  };
}

/** A server that needs only shell tools, or Python if the image has it. */
const serverScript = (port: number): string =>
  `#!/bin/sh\nmkdir -p /tmp/site\necho "<h1>Hello from a container</h1>" > /tmp/site/index.html\nexec python3 -m http.server ${port} --directory /tmp/site\n`;

const answerFor = (base: string, port: number | null): readonly string[] => [
  `FROM ${base}`,
  '',
  'WORKDIR /app',
  '',
  'COPY start.sh .',
  'RUN chmod +x start.sh',
  '',
  ...(port === null ? [] : [`EXPOSE ${port}`, '']),
  'CMD ["/app/start.sh"]',
  '',
];

const manifestFor = ({ slug, base, port, context }: Omit<NewLesson, 'title'>): object => ({
  slug,
  image: slug,
  ...(port === null ? {} : { port, probe: { path: '/', as: 'html', contains: 'Hello from a container' } }),
  baseImages: [base],
  ...(context === 'student' ? { context } : { backend: 'project' }),
  solution: 'solution',
  studentFiles: [
    { role: 'dockerfile', name: 'Dockerfile' },
    { role: 'dockerignore', name: '.dockerignore', needed: false },
  ],
  todos: [
    { n: 1, aims: [{ assert: 'workdir', path: '/app' }] },
    { n: 2, aims: [{ assert: 'file', path: '/app/start.sh', executable: true }] },
    { n: 3, aims: [{ assert: 'start', command: ['/app/start.sh'], form: 'exec' }] },
  ],
  ...(port === null ? { promises: [{ assert: 'exits', code: 0, prints: 'Hello from a container' }] } : {}),
});

function markdownFor({ slug, title, base, port, context }: NewLesson, answer: readonly string[]): string {
  const line = (begin: string): string => answer.find((each) => each.startsWith(begin)) ?? '';
  const hint = (n: number, ...lines: readonly string[]): string =>
    `<details>\n<summary>Hint for TODO ${n}</summary>\n\n\`\`\`dockerfile\n${lines.join('\n')}\n\`\`\`\n\n</details>`;
  const [place, handIn] =
    context === 'student'
      ? [
          'Take a project of your own with a `start.sh`, and create a `Dockerfile` in it',
          '\n## Hand it in\n\nZip the folder with your project and its Dockerfile, and send the zip.\n',
        ]
      : ['Create `project/Dockerfile`', ''];
  const publish = port === null ? '' : ` -p ${port}:${port}`;
  return `# ${title}

Say here what your students will have when they are done.

## What you will learn

- Write a Dockerfile
- Build an image and run it

## Write the Dockerfile

${place} from this template, and fill in the three TODOs:

\`\`\`dockerfile
FROM ${base}

# TODO 1: Work in the folder /app
# Hint: WORKDIR makes the folder, too


# TODO 2: Copy start.sh and make it executable
# Hint: COPY, then RUN chmod


# TODO 3: Start it when a container starts
# Hint: CMD with a list of words

\`\`\`

## Build and run

\`\`\`bash
# Build an image
docker build -t ${slug} .

# Run a container
docker run${publish} ${slug}
\`\`\`
${handIn}
## Check Your Work

- [ ] \`docker build -t ${slug} .\` succeeds

## Hints

${hint(1, line('WORKDIR'))}

${hint(2, line('COPY'), line('RUN'))}

${hint(3, line('CMD'))}
`;
}
