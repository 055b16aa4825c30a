/**
 * The arrows of the house (see ARCHITECTURE.md). A broken one fails CI.
 * @type {import('dependency-cruiser').IConfiguration}
 */
const io =
  '^node:(fs|net|http|https|http2|child_process|dgram|dns|tls|worker_threads|cluster|sqlite|readline)(/|$)|^(fs|net|http|https|http2|child_process|dgram|dns|tls|worker_threads|cluster|readline)$';

module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'pure-rooms-do-no-io',
      comment:
        'lesson, check, submission, grading and intake are values and functions; what they need is handed to them.',
      severity: 'error',
      from: { path: '^src/(lesson|check|submission|grading|intake)/' },
      to: { path: [io, 'node_modules/(ioredis|bullmq|dockerode|discord\\.js|kysely|fastify|ws)/'] },
    },
    {
      name: 'pure-rooms-import-pure-rooms',
      severity: 'error',
      from: { path: '^src/(lesson|check|submission|grading|intake)/' },
      to: {
        path: '^(src/(queue|records|discord|web|cli|config|library)|commands|workers|classroom|deploy|setup|bin)/',
      },
    },
    {
      name: 'texts-of-others-are-read-by-checkers',
      comment:
        'A pattern without end in there would hold up everybody: src/checker reads them in a process that may die.',
      severity: 'error',
      from: { path: '^(src/(discord|web|desk|teaching|queue|records)|commands)/' },
      to: {
        path: '^src/(check/(check\\.ts|dockerfile/|shell/|simulation/)|intake/fences)',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'src-does-not-import-what-stands-on-it',
      comment:
        'commands and workers stand on src. The command line and the bot, which put everything together, are the exception.',
      severity: 'error',
      from: { path: '^src/(?!cli/)' },
      to: { path: '^(commands|workers|classroom|setup|test|bench)/' },
    },
    {
      name: 'rendering-never-queries',
      severity: 'error',
      from: { path: '^src/discord/render/' },
      to: {
        path: ['^src/(queue|records|config|library)/', io, 'node_modules/(ioredis|bullmq|dockerode|kysely)/'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'workers-know-neither-discord-nor-records',
      severity: 'error',
      from: { path: '^workers/' },
      to: { path: ['^src/(discord|records|web)/', '^commands/', 'node_modules/discord\\.js/'] },
    },
    {
      name: 'commands-do-not-import-workers',
      severity: 'error',
      from: { path: '^commands/' },
      to: { path: '^(workers|classroom|setup)/' },
    },
    {
      name: 'classroom-is-for-tests-and-try',
      severity: 'error',
      from: { path: '^(?!classroom/|test/|bench/|src/cli/(try|classroom))' },
      to: { path: '^classroom/' },
    },
    {
      name: 'classroom-stands-alone',
      severity: 'error',
      from: { path: '^classroom/' },
      to: { path: '^(src|commands|workers|deploy|setup)/' },
    },
    {
      name: 'the-box-stands-alone',
      comment: 'The supervisor runs inside the box, where there are no node modules.',
      severity: 'error',
      from: { path: '^deploy/' },
      to: { path: '^(src|commands|workers|classroom|setup)/|node_modules/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    parser: 'swc',
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
      extensions: ['.ts', '.js'],
    },
  },
};
