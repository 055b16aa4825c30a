const { filesOf, rooms, tests } = require('./.ci/rooms.cjs');

/** What Node has of its own, by what it lets a room do; `any` stands for all of it. */
const core = { none: '^(node:)?(assert|buffer|crypto|module|path|url|util)(/|$)' };
core.waits = `${core.none}|^(node:)?timers/promises$`;

const files = [...Object.keys(rooms), tests].map(filesOf);
/** The browser's own modules: the page that imports them says where they come from. */
const browser = ['^\\./idiomorph\\.js$', '^highlight(/|$)'];

/**
 * The arrows of the house as rules: `.ci/rooms.cjs` says what a room may import, and what it does not say is refused.
 * @type {import('dependency-cruiser').IConfiguration}
 */
module.exports = {
  forbidden: [
    ...Object.entries(rooms).flatMap(([name, room]) => arrows(name, room)),
    {
      name: 'a-file-belongs-to-a-room',
      comment: 'A new room needs its line in .ci/rooms.cjs.',
      severity: 'error',
      from: { pathNot: [...files, '^[^/]+$', '^node_modules/'] },
      to: {},
    },
    {
      name: 'no-circles',
      comment: 'Files that import each other cannot be read, tested or moved one at a time. Types count.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'an-import-is-found',
      comment: 'It is not there, or it is the inside of a package that does not export it.',
      severity: 'error',
      from: {},
      // These are types, with no code beside them.
      to: { couldNotResolve: true, pathNot: [...browser, '^mdast$', '^@octokit/openapi-types$'] },
    },
    {
      name: 'texts-of-others-are-read-by-checkers',
      comment:
        'A pattern without end in there would hold up everybody: src/checker reads them in a process that may die.',
      severity: 'error',
      from: { path: '^(src/(discord|web|desk|teaching|queue|records)|commands)/' },
      to: {
        path: '^src/(check/(check[.]ts|simulation/|toolchains/|report/)|intake/fences)',
        dependencyTypesNot: ['type-only', 'type-import'],
      },
    },
    {
      name: 'bot-and-worker-run-without-the-classroom',
      comment: 'Their image has neither the classroom nor the packages that only it needs.',
      severity: 'error',
      from: { path: '^src/cli/(bot|worker)[.]ts$' },
      to: { path: '^classroom/', reachable: true },
    },
    {
      name: 'a-worker-loads-what-it-uses',
      comment: 'Its memory is promised (docs/security.md), and Discord and databases are nothing to it.',
      severity: 'error',
      from: { path: '^src/cli/worker[.]ts$' },
      to: { path: '^node_modules/(discord[.]js|kysely|pg)/', reachable: true },
    },
    {
      name: 'the-product-needs-no-development-packages',
      severity: 'error',
      from: { pathNot: ['^(test|bench|[.]ci)/', '^[^/]+$'] },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], pathNot: '^node_modules/@types/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    parser: 'swc',
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
      extensions: ['.ts', '.js'],
    },
  },
};

/**
 * @param {string} name
 * @param {import('./.ci/rooms.cjs').Room} room
 * @returns {import('dependency-cruiser').IForbiddenRuleType[]}
 */
function arrows(name, room) {
  const from = { path: filesOf(name) };
  const values = [name, ...(room.imports ?? [])].map(filesOf);
  const types = (room.types ?? []).map(filesOf);
  const packages = (room.packages ?? []).map((it) => `^(node_modules/)?${it}(/|$)`);
  return [
    {
      name: `what-${name}-may-import`,
      comment: `.ci/rooms.cjs names the rooms and packages that ${name} may import. This is none of them.`,
      severity: 'error',
      from,
      to: { pathNot: [...values, ...types, ...packages, ...browser], dependencyTypesNot: ['core'] },
    },
    {
      name: `what-${name}-knows-types-of`,
      comment: `${name} may know types of it, and nothing else.`,
      severity: 'error',
      from,
      to: { path: types.length === 0 ? '^$' : types, dependencyTypesNot: ['type-only', 'type-import'] },
    },
    {
      name: `what-${name}-may-do`,
      comment: 'Input and output are at the edges: what this room needs is handed to it.',
      severity: 'error',
      from,
      to: room.io === 'any' ? { path: '^$' } : { pathNot: core[room.io], dependencyTypes: ['core'] },
    },
  ];
}
