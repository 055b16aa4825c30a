import { atRun, defineFailure, type Failure, inBuild } from '../failure.ts';
import { logs } from '../next.ts';

const endings: readonly string[] = ['js', 'mjs', 'cjs', 'jsx', 'ts', 'tsx'];
/** Lines that occur only in JavaScript stack traces: Python has a TypeError and a SyntaxError, too. */
const stackOfJavascript: readonly string[] = [
  ...endings.map((kind) => `at … .${kind}:<line>`),
  'at … (node:<module>:',
  'Node.js v<version>',
];

/** Errors that Node and front-end tools report about the code itself. */
export const javascriptFailures: readonly Failure[] = [
  defineFailure({
    id: 'javascript-syntax',
    phase: atRun,
    about: 'traceback',
    when: [
      'SyntaxError: Cannot use import statement outside a module',
      "SyntaxError: Unexpected token '",
      'SyntaxError: Unexpected identifier',
      'SyntaxError: Unexpected end of input',
      'SyntaxError: Invalid or unexpected token',
      'SyntaxError: missing ) after argument list',
      'SyntaxError: The requested module … does not provide an export named',
      'ReferenceError: require is not defined in ES module scope',
      'ReferenceError: module is not defined in ES module scope',
      'Error [ERR_REQUIRE_ESM]',
      ...endings.map((kind) => `SyntaxError: /<file>.${kind}: <said…>`),
    ],
    among: {
      lines: [...stackOfJavascript, 'Module build failed', '[plugin <name>]'],
      when: ['SyntaxError: <said…>'],
    },
    cause: 'Node cannot read a file: it is written for the other kind of module, or a sign is missing.',
    cure: 'For `import`, package.json needs `"type": "module"` (or the file ends in .mjs), and it has to be copied. Else look at the line that is named above.',
    next: 'node --check <file>',
    examples: [
      '/app/server.js:1\nimport express from "express";\n^^^^^^\n\nSyntaxError: Cannot use import statement outside a module',
      'ReferenceError: require is not defined in ES module scope, you can use import instead',
      "SyntaxError: The requested module './db.js' does not provide an export named 'pool'",
      "SyntaxError: Unexpected token '}'",
      'SyntaxError: /app/src/App.jsx: Unexpected token (12:4)',
      "SyntaxError: Identifier 'port' has already been declared\n    at wrapSafe (node:internal/modules/cjs/loader:1378:20)\n\nNode.js v20.18.0",
    ],
  }),
  defineFailure({
    id: 'javascript-exception',
    general: true,
    phase: atRun,
    rank: 'symptom',
    about: 'traceback',
    when: [
      'Uncaught <kind>Error: <said…>',
      'Uncaught Error: <said…>',
      'UnhandledPromiseRejection',
      'UnhandledPromiseRejectionWarning: <said…>',
    ],
    among: {
      lines: stackOfJavascript,
      when: [
        ...['AggregateError', 'EvalError', 'RangeError', 'ReferenceError', 'TypeError', 'URIError'].map(
          (name) => `${name}: <said…>`,
        ),
        '<kind>Error [<code>]: <said…>',
        '<kind>Error: <said…>',
        '^Error [<code>]: <said…>',
        '^Error: <said…>',
      ],
    },
    cause: 'The JavaScript code stopped with an error; this line names it.',
    cure: 'The lines with “at” below it say where. Go to the first one that names a file of yours, not of node_modules.',
    next: logs,
    examples: [
      "/app/index.js:7\n  throw new Error('no key');\n  ^\n\nError: no key\n    at Object.<anonymous> (/app/index.js:7:9)\n\nNode.js v22.11.0",
      "TypeError: Cannot read properties of undefined (reading 'id')\n    at /app/routes/users.js:8:31",
      'ReferenceError: portt is not defined\n    at file:///app/server.mjs:4:14\n    at ModuleJob.run (node:internal/modules/esm/module_job:222:25)',
      'Uncaught TypeError: load is not a function\n    at App (App.jsx:12:3)',
    ],
  }),
  defineFailure({
    id: 'javascript-build-failed',
    phase: inBuild,
    about: 'traceback',
    when: [
      'error TS<code>:',
      'RollupError: <said…>',
      '[vite]: Rollup failed to resolve import',
      'Could not resolve entry module',
      "Could not resolve '<said…>' from",
      '[ERROR] Could not resolve',
      'Failed to compile',
      'Module not found: Error: Can’t resolve',
      "Module not found: Can't resolve",
      '✘ [ERROR] <said…>',
      'Build failed with <n> error',
    ],
    cause: 'The front end itself does not build: its tool stumbles over a file of the project.',
    cure: 'Run the same build on your machine. If it works there, the file that is named was not copied, or .dockerignore hides it.',
    next: 'npm run build',
    examples: [
      "src/App.tsx(3,8): error TS2307: Cannot find module './Header' or its corresponding type declarations.",
      'error during build:\n[vite]: Rollup failed to resolve import "axios" from "/app/src/api.ts".',
      'error during build:\nCould not resolve entry module "index.html".',
      "Failed to compile.\n\nModule not found: Can't resolve './components/List'",
    ],
  }),
];
