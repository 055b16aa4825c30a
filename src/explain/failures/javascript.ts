import { atRun, defineFailure, type Failure, inBuild } from './failure.ts';

/** What Node and the tools of a front end say of the code itself. */
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
    ],
    cause: 'Node cannot read a file: it is written for the other kind of module, or a sign is missing.',
    cure: 'For `import`, package.json needs `"type": "module"` (or the file ends in .mjs), and it has to be copied. Else look at the line that stands above.',
    next: 'node --check <file>',
    examples: [
      '/app/server.js:1\nimport express from "express";\n^^^^^^\n\nSyntaxError: Cannot use import statement outside a module',
      'ReferenceError: require is not defined in ES module scope, you can use import instead',
      "SyntaxError: The requested module './db.js' does not provide an export named 'pool'",
      "SyntaxError: Unexpected token '}'",
    ],
  }),
  defineFailure({
    id: 'javascript-build-failed',
    general: true,
    phase: inBuild,
    about: 'traceback',
    when: [
      'error TS<code>:',
      'RollupError: <said…>',
      '[vite]: Rollup failed to resolve import',
      'Could not resolve entry module',
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
