/**
 * The arrows of the house: what each room may import. Whatever stands in no line is refused, by `npm run architecture`,
 * whether it is a value or only a type. A file belongs to the longest name that its path begins with, and naming a room
 * does not name the rooms inside it. An arrow that is missing here is a decision: the pages in docs/adr say why it is so.
 *
 * @typedef {object} Room
 * @property {readonly string[]} [imports] rooms that it may import
 * @property {readonly string[]} [types] rooms of which it may know types, and nothing else
 * @property {readonly string[]} [packages] npm packages that it may import
 * @property {'none' | 'waits' | 'any'} io which of Node's modules it may use: those that only compute, also timers, or all
 */

/** Everything that a person reads, and what crosses the queue: nearly every room speaks of it. */
const words = 'src/wording';
const submission = 'src/submission';
/** Errors that people meet who run Dockhand, each with its code. */
const errors = 'src/errors';
/** Pauses, time limits, and tasks that run once at a time. */
const timing = 'src/timing';
/** What a manifest, a compose file and a workflow ask of YAML. */
const yaml = 'src/yaml';

/** @type {Readonly<Record<string, Room>>} */
const rooms = {
  // Values and functions: what they need is handed to them.
  'src/timing': { io: 'none', packages: ['p-limit', 'p-timeout'] },
  'src/errors': { io: 'any', imports: [words] },
  // Traces go to whoever the settings name; what is traced only names its steps.
  'src/tracing': {
    io: 'any',
    imports: [timing],
    packages: [
      '@opentelemetry/api',
      '@opentelemetry/context-async-hooks',
      '@opentelemetry/core',
      '@opentelemetry/exporter-trace-otlp-http',
      '@opentelemetry/resources',
      '@opentelemetry/sdk-trace',
      'bullmq',
      'bullmq-otel',
      'pino',
    ],
  },
  'src/processes': { io: 'any' },
  // Made by the set-up too, before there is a Node that reads TypeScript.
  'src/folders': { io: 'any' },
  'src/spelling': { io: 'none' },
  'src/yaml': { io: 'none', packages: ['yaml'] },
  // It reads its own folders: a language is one.
  'src/wording': { io: 'any', packages: ['i18next'] },
  'src/submission': { io: 'none', imports: [words], packages: ['nanoid', 'zod'] },
  'src/lesson': {
    io: 'none',
    imports: [errors, words, yaml, 'src/spelling'],
    packages: [
      'mdast',
      'mdast-util-from-markdown',
      'mdast-util-gfm',
      'micromark-extension-gfm',
      'yaml',
      'zod',
    ],
  },
  'src/intake': { io: 'none', imports: [submission], packages: ['fflate'] },
  // The check reads as BuildKit and the shell read, knowing nothing of a lesson; its rules stand on what it found out.
  // What a check is about and what it answers with; it stands below all of it.
  'src/check/model': { io: 'none', types: [words] },
  'src/check/dockerfile': { io: 'none' },
  'src/check/compose': { io: 'none', imports: ['src/spelling', yaml], packages: ['zod'] },
  'src/check/workflow': { io: 'none', imports: ['src/spelling', 'src/check/shell', yaml] },
  'src/check/shell': { io: 'none', packages: ['web-tree-sitter'] },
  'src/check/simulation': {
    io: 'none',
    imports: ['src/spelling', 'src/check/dockerfile', 'src/check/shell'],
    types: ['src/check/model'],
    packages: ['lru-cache'],
  },
  'src/check/toolchains': {
    io: 'none',
    imports: ['src/spelling', 'src/check/dockerfile', 'src/check/simulation'],
    types: ['src/check/shell', 'src/lesson'],
    packages: ['smol-toml'],
  },
  'src/check/rules': {
    io: 'none',
    imports: [
      'src/spelling',
      words,
      yaml,
      'src/check/model',
      'src/check/compose',
      'src/check/dockerfile',
      'src/check/shell',
      'src/check/simulation',
      'src/check/workflow',
    ],
    types: ['src/lesson'],
  },
  'src/check': {
    io: 'none',
    imports: [
      words,
      'src/check/compose',
      'src/check/dockerfile',
      'src/check/model',
      'src/check/rules',
      'src/check/shell',
      'src/check/simulation',
      'src/check/toolchains',
      'src/check/workflow',
      'src/lesson',
    ],
  },
  'src/explain': {
    io: 'none',
    imports: ['src/spelling', words, 'src/check/rules', 'src/intake'],
    types: ['src/lesson'],
  },
  'src/grading': {
    io: 'none',
    imports: [words],
    types: [submission],
    packages: ['csv-parse', 'csv-stringify'],
  },

  // What students sent is read in processes that may die of it, and by nobody else.
  'src/checker': {
    io: 'any',
    packages: ['lru-cache'],
    imports: ['src/processes', 'src/check', 'src/explain', 'src/intake'],
    types: ['src/check/model', 'src/lesson', 'src/records'],
  },

  // What lies on a disk, in a database, in Redis.
  'src/config': { io: 'any', imports: [errors, words], packages: ['zod'] },
  'src/library': {
    io: 'any',
    imports: [errors, words, submission, 'src/lesson', 'src/intake'],
    types: ['src/check/model'],
  },
  'src/records': {
    io: 'any',
    imports: [errors, timing, words, submission, 'src/folders', 'src/grading'],
    packages: ['kysely', 'pg', 'pino'],
  },
  'src/queue': {
    io: 'any',
    imports: [errors, timing, words, submission, 'src/config'],
    packages: ['p-timeout', 'bullmq', 'ioredis', 'pino', 'zod'],
  },

  // Pull requests of students, asked of one host and no other.
  'src/github': {
    io: 'any',
    imports: [words, submission, timing, 'src/lesson'],
    types: ['src/records'],
    packages: ['@octokit/core', '@octokit/request-error', 'lru-cache', 'p-limit', 'pino', 'zod'],
  },

  // What the team does with it.
  'src/desk': {
    io: 'none',
    imports: [timing, submission, 'src/queue', 'src/records'],
    packages: ['lru-cache', 'pino'],
  },
  'src/teaching': {
    io: 'waits',
    imports: [words, 'src/grading', 'src/lesson'],
    types: ['src/checker', 'src/desk', 'src/records', submission],
  },
  'src/pictures': { io: 'any', imports: [words, 'src/grading'], packages: ['@resvg/resvg-js'] },

  // What people see.
  'src/discord/render': {
    io: 'none',
    imports: [words, submission, 'src/check', 'src/check/model', 'src/explain', 'src/teaching'],
    types: [
      'src/desk',
      'src/github',
      'src/grading',
      'src/intake',
      'src/lesson',
      'src/pictures',
      'src/queue',
      'src/records',
    ],
    packages: ['discord-api-types', 'zod'],
  },
  'src/discord/rest': {
    io: 'none',
    imports: [words, 'src/discord/render', 'src/grading'],
    types: ['src/config'],
    packages: ['discord.js', 'nanoid', 'zod'],
  },
  'src/discord/notifications': {
    io: 'none',
    imports: ['src/lesson', words, 'src/discord/render', 'src/discord/rest', 'src/teaching'],
    types: [submission, 'src/desk', 'src/library', 'src/records'],
    packages: ['lru-cache', 'discord-api-types', 'pino'],
  },
  'src/discord/staff': {
    io: 'any',
    imports: [
      timing,
      submission,
      'src/discord/notifications',
      'src/discord/render',
      'src/discord/rest',
      'src/grading',
      'src/lesson',
      'src/pictures',
      'src/records',
      'src/teaching',
    ],
    types: ['src/desk', words],
    packages: ['discord.js', 'pino'],
  },
  'src/discord/interactions': {
    io: 'none',
    imports: [
      'src/tracing',
      'src/lesson',
      timing,
      words,
      'src/checker',
      'src/discord/render',
      'src/discord/rest',
      'src/grading',
      'src/intake',
      'src/records',
      'src/teaching',
    ],
    types: [
      'src/check',
      'src/desk',
      'src/discord/notifications',
      'src/discord/staff',
      'src/github',
      'src/library',
    ],
    packages: ['lru-cache', 'discord-api-types', 'discord.js', 'pino'],
  },
  'src/discord/questions': {
    io: 'none',
    imports: [submission, 'src/discord/render', 'src/discord/rest', 'src/discord/staff'],
    types: ['src/discord/interactions', 'src/records'],
  },
  'src/discord/submissions': {
    io: 'none',
    imports: [
      submission,
      'src/checker',
      'src/discord/interactions',
      'src/discord/notifications',
      'src/discord/render',
      'src/discord/rest',
      'src/explain',
      'src/github',
      'src/intake',
      'src/lesson',
      'src/records',
      'src/teaching',
    ],
    types: ['src/check', 'src/check/model', words, 'src/desk'],
  },
  'src/discord/direct-messages': {
    io: 'none',
    imports: [
      'src/tracing',
      timing,
      'src/discord/interactions',
      'src/discord/render',
      'src/discord/rest',
      'src/discord/submissions',
    ],
    types: ['src/records'],
    packages: ['lru-cache', 'discord-api-types', 'discord.js', 'pino'],
  },
  'src/discord/gateway': {
    io: 'none',
    imports: [
      timing,
      errors,
      'src/discord/direct-messages',
      'src/discord/interactions',
      'src/discord/notifications',
      'src/discord/rest',
      'src/discord/staff',
      'src/github',
      'src/lesson',
      'src/records',
    ],
    types: ['src/config', 'src/desk', 'src/teaching', 'src/discord/render'],
    packages: ['discord.js', 'pino'],
  },
  'src/web': {
    io: 'any',
    imports: [
      timing,
      words,
      submission,
      'src/check',
      'src/checker',
      'src/config',
      'src/grading',
      'src/lesson',
      'src/queue',
      'src/teaching',
    ],
    types: [
      'src/check/model',
      'src/desk',
      'src/discord/gateway',
      'src/discord/rest',
      'src/library',
      'src/records',
    ],
    packages: [
      'lru-cache',
      '@bull-board/api',
      '@bull-board/fastify',
      '@fastify/cookie',
      '@fastify/csrf-protection',
      '@fastify/formbody',
      '@fastify/helmet',
      '@fastify/oauth2',
      '@fastify/rate-limit',
      '@fastify/secure-session',
      '@fastify/sse',
      'bullmq',
      'discord.js',
      'fastify',
      'pino',
      'prom-client',
      'zod',
    ],
  },
  commands: {
    io: 'waits',
    imports: [
      'src/lesson',
      words,
      'src/checker',
      'src/explain',
      'src/grading',
      'src/discord/interactions',
      'src/discord/notifications',
      'src/discord/questions',
      'src/discord/render',
      'src/discord/rest',
      'src/discord/staff',
      'src/discord/submissions',
      'src/intake',
      'src/pictures',
      'src/queue',
      'src/teaching',
    ],
    types: ['src/records'],
    packages: ['discord-api-types'],
  },

  // What builds and runs. It knows neither Discord nor the records.
  workers: {
    io: 'any',
    imports: [
      'src/processes',
      'src/spelling',
      'src/tracing',
      errors,
      timing,
      words,
      submission,
      'deploy/box',
      'src/check',
      'src/check/model',
      'src/check/compose',
      'src/check/dockerfile',
      'src/check/rules',
      'src/checker',
      'src/lesson',
      'src/library',
      'src/queue',
    ],
    packages: ['@bufbuild/protobuf', 'bullmq', 'dockerode', 'ioredis', 'pino', 'tar-stream', 'zod'],
  },
  // The supervisor runs inside the box, where there are no packages.
  'deploy/box': { io: 'any' },
  setup: {
    io: 'any',
    imports: ['deploy/box', 'src/config', 'src/check/dockerfile', 'src/folders', 'workers'],
    packages: ['yaml', 'zod'],
  },

  // The only rooms that put everything together.
  'src/cli': {
    io: 'any',
    imports: [
      'src/folders',
      'src/spelling',
      'src/tracing',
      errors,
      timing,
      words,
      submission,
      'classroom',
      'commands',
      'src/check',
      'src/check/model',
      'src/check/rules',
      'src/checker',
      'src/config',
      'src/desk',
      'src/discord/gateway',
      'src/discord/rest',
      'src/explain',
      'src/lesson',
      'src/library',
      'src/queue',
      'src/records',
      'src/web',
      'workers',
    ],
    packages: [
      'commander',
      'discord-api-types',
      'discord.js',
      'mdast',
      'p-limit',
      'picocolors',
      'pino',
      'zod',
    ],
    types: ['src/intake'],
  },
  bin: { io: 'any', imports: ['src/cli'] },
  // The step of the GitHub Action: it starts the command line, and reads what that says.
  action: { io: 'any', packages: ['zod'] },

  // A local Discord to try Dockhand in and to test it against: it stands alone.
  classroom: {
    io: 'any',
    packages: [
      '@fastify/multipart',
      'discord-api-spec',
      'discord-api-types',
      'fastify',
      'htm',
      'marked',
      'preact',
      'ws',
      'zod',
    ],
  },

  // What CI runs, and these gates.
  '.ci': { io: 'any', imports: [errors], packages: ['@swc/core', 'dockerode'] },

  bench: {
    io: 'any',
    imports: [
      errors,
      'classroom',
      submission,
      'src/check',
      'src/checker',
      'src/desk',
      'src/discord/render',
      'src/intake',
      'src/library',
      'src/pictures',
      'src/queue',
      'src/records',
      'src/teaching',
      'test',
      'workers',
    ],
    packages: ['bullmq', 'discord.js', 'dockerfile-utils', 'pino', 'playwright-core', 'yaml'],
  },
};

/** Tests may reach for everything; no room reaches for them, but the benchmarks. */
const tests = 'test';

/**
 * The files of a room, as a pattern: what lies in its folder, without the rooms inside it.
 * @param {string} room
 */
function filesOf(room) {
  const inside = Object.keys(rooms)
    .filter((other) => other.startsWith(`${room}/`))
    .map((other) => `${other.slice(room.length + 1)}/`);
  return inside.length === 0 ? `^${room}/` : `^${room}/(?!${inside.join('|')})`;
}

/**
 * The room that a file belongs to.
 * @param {string} path
 * @returns {string | undefined}
 */
function roomOf(path) {
  return [...Object.keys(rooms), tests]
    .filter((room) => path.startsWith(`${room}/`))
    .sort((a, b) => b.length - a.length)[0];
}

module.exports = { filesOf, roomOf, rooms, tests };
