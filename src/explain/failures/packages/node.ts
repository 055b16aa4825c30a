import { atRun, defineFailure, type Failure, inBuild } from '../failure.ts';
import { buildAgain } from '../next.ts';

/** Files, scripts and packages that npm or Node does not find. */
export const nodeFailures: readonly Failure[] = [
  defineFailure({
    id: 'node-package-missing',
    phase: inBuild,
    about: 'copy',
    when: [
      "npm ERR! enoent ENOENT: no such file or directory, open '<file>package.json'",
      'npm error enoent',
      'npm ERR! code ENOENT',
      'npm error code ENOENT',
      'Could not read package.json',
      'The `npm ci` command can only install with an existing package-lock.json',
    ],
    cause:
      'npm looks for package.json and package-lock.json in the working folder, and one of them is not there.',
    cure: 'COPY package.json and package-lock.json into the working folder before `npm ci`.',
    next: buildAgain,
    examples: [
      "npm ERR! code ENOENT\nnpm ERR! enoent ENOENT: no such file or directory, open '/app/package.json'",
      'npm error code ENOENT\nnpm error syscall open\nnpm error path /app/package.json',
      'The `npm ci` command can only install with an existing package-lock.json or npm-shrinkwrap.json',
    ],
  }),
  defineFailure({
    id: 'node-script-missing',
    phase: inBuild,
    about: 'run',
    when: ['Missing script:', 'error Command "<said…>" not found.', 'ERR_PNPM_NO_SCRIPT'],
    cause: 'package.json has no script of that name.',
    cure: '`npm run` without a name lists those that there are. Correct the name, or write the script into package.json.',
    next: 'npm run',
    examples: [
      'npm error Missing script: "build"',
      'npm ERR! Missing script: "start"\nnpm ERR! \nnpm ERR! To see a list of scripts, run:\nnpm ERR!   npm run',
      'ERR_PNPM_NO_SCRIPT  Missing script: dev',
    ],
  }),
  defineFailure({
    id: 'node-tool-missing',
    phase: inBuild,
    about: 'layer',
    when: ['npm error sh: 1: <tool>: not found', 'npm ERR! sh: 1: <tool>: not found'],
    among: {
      lines: [
        'npm error',
        'npm ERR!',
        'npm run <script>',
        'yarn run <version>',
        'error Command failed with exit code 127',
        'ELIFECYCLE',
        ...['build', 'dev', 'start', 'test'].map((script) => `@<version> ${script}$`),
      ],
      when: ['sh: <tool>: not found', 'sh: <n>: <tool>: not found', 'sh: <tool>: command not found'],
    },
    cause:
      'A script of package.json calls a tool that is not installed here. Those under devDependencies are left out by `--omit=dev` and NODE_ENV=production.',
    cure: 'Install everything in the stage that builds: `npm ci` without `--omit=dev`, and before it no `ENV NODE_ENV=production`.',
    next: buildAgain,
    examples: [
      '> web@0.0.0 build\n> vite build\n\nsh: vite: not found',
      '#12 0.4 > web@0.0.0 build\n#12 0.4 > tsc -b && vite build\n#12 0.4 sh: 1: tsc: not found\n#12 ERROR: process "/bin/sh -c npm run build" did not complete successfully: exit code: 127',
      'yarn run v1.22.22\n$ next build\n/bin/sh: next: not found\nerror Command failed with exit code 127.',
    ],
  }),
  defineFailure({
    id: 'node-script-failed',
    phase: inBuild,
    rank: 'consequence',
    about: 'exit-code',
    when: [
      'ELIFECYCLE',
      'npm error Lifecycle script',
      'npm error command failed',
      'npm ERR! command failed',
      'error Command failed with exit code <code>',
    ],
    cause: 'A script of package.json ended with an error. This line only says that; why stands above it.',
    cure: 'Read the first line of that script that says what went wrong, and run it on your machine.',
    next: 'npm run',
    examples: [
      'npm error Lifecycle script `build` failed with error:\nnpm error code 1',
      'npm ERR! code ELIFECYCLE\nnpm ERR! errno 2',
      'yarn run v1.22.22\nerror Command failed with exit code 1.',
    ],
  }),
  defineFailure({
    id: 'node-file-missing',
    phase: atRun,
    about: 'copy',
    when: ["Error: Cannot find module '/<file>'", "Error: Cannot find module './<file>'"],
    cause: 'Node looks for a file of yours in the container, and it is not there.',
    cure: 'The path in the message is where it was looked for. COPY the file to that place, or start the one that is there.',
    next: buildAgain,
    examples: [
      "node:internal/modules/cjs/loader:1228\n  throw err;\n  ^\n\nError: Cannot find module '/app/server.js'",
      "Error: Cannot find module './db/pool'\nRequire stack:\n- /app/server.js",
    ],
  }),
  defineFailure({
    id: 'node-module-missing',
    phase: atRun,
    about: 'layer',
    when: [
      "Error: Cannot find module '<said…>'",
      "Error [ERR_MODULE_NOT_FOUND]: Cannot find package '<said…>'",
      'ERR_MODULE_NOT_FOUND',
    ],
    cause:
      'Node does not find a package. It was not installed in this image, or something lies over its folder node_modules.',
    cure: 'Install with `npm ci` after package.json was copied, keep node_modules out with .dockerignore, and mount no folder of yours over it.',
    next: buildAgain,
    examples: [
      "Error: Cannot find module 'express'\nRequire stack:\n- /app/server.js",
      "Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'fastify' imported from /app/index.mjs",
    ],
  }),
  defineFailure({
    id: 'node-packages-conflict',
    phase: inBuild,
    about: 'layer',
    when: ['ERESOLVE unable to resolve dependency tree', 'ERESOLVE could not resolve', 'code ERESOLVE'],
    cause: 'Two packages want different versions of a third, and npm does not choose.',
    cure: 'Write the lock file again on your machine until `npm install` works there, and copy it. `--legacy-peer-deps` only hides the conflict.',
    next: 'npm install',
    examples: [
      'npm error code ERESOLVE\nnpm error ERESOLVE unable to resolve dependency tree',
      'npm ERR! code ERESOLVE\nnpm ERR! ERESOLVE could not resolve\nnpm ERR! While resolving: react-scripts@5.0.1',
    ],
  }),
  defineFailure({
    id: 'node-too-new',
    phase: inBuild,
    about: 'tag',
    when: ['error:0308010C:digital envelope routines::unsupported', 'ERR_OSSL_EVP_UNSUPPORTED'],
    cause:
      'The tool that builds the front end is older than this Node, and uses a way to encrypt that is gone.',
    cure: 'Bring the tool up to date, or take the version of Node that the project was made with, in FROM.',
    next: buildAgain,
    examples: [
      'Error: error:0308010C:digital envelope routines::unsupported\n    at new Hash (node:internal/crypto/hash:71:19)',
      "opensslErrorStack: [ 'error:03000086:digital envelope routines::initialization error' ],\n  code: 'ERR_OSSL_EVP_UNSUPPORTED'",
    ],
  }),
];
