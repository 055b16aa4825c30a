#!/usr/bin/env node
// Plain JavaScript that any Node version can parse: Dockhand itself needs Node 24, which the set-up installs.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const own = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.exe' : 'node');
const major = Number(process.versions.node.split('.')[0]);

if (!existsSync(join(root, 'node_modules')) && process.argv[2] === 'setup') {
  // Nothing in Dockhand runs without its modules and Node 24.
  const { status } = spawnSync(process.execPath, ['setup/main.js', 'modules'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status === 0) handOver();
  else process.exitCode = status ?? 1;
} else if (!existsSync(join(root, 'node_modules'))) {
  fail('Dockhand is not set up yet. Run `npm run setup` in its folder, then try again.');
} else if (major >= 24) {
  if (process.argv[2] === 'worker') boundMemory();
  // Cache compiled TypeScript, so that a hint need not wait for it.
  const { enableCompileCache } = await import('node:module');
  enableCompileCache(join(root, '.state', 'compile-cache'));
  const { run } = await import('../src/cli/main.ts');
  process.exitCode = await run(process.argv.slice(2));
} else if (existsSync(own) && process.env.DOCKHAND_NODE_TRIED === undefined) {
  handOver();
} else {
  fail(
    `Dockhand needs Node 24 or newer; this is ${process.version}. Run \`npm run setup\` in its folder: it brings one along.`,
  );
}

/** Runs the same command with the Node of the set-up. */
function handOver() {
  const child = spawn(own, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
    // So that a wrong `node` in node_modules cannot start itself endlessly.
    env: { ...process.env, DOCKHAND_NODE_TRIED: '1' },
  });
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  child.on('error', (error) =>
    fail(`The Node of the set-up does not start (${error.message}). Run \`npm run setup\` again.`),
  );
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 143);
  });
}

/**
 * Keeps a worker's memory small whatever a student prints: V8 takes all that it is allowed. V8 reads its limits only at start, so the
 * process replaces itself by one that has them, with the same process id and standard streams. Nothing happens if that was already done,
 * if the operator chose limits, or on a system that cannot do it.
 */
function boundMemory() {
  const given = [...process.execArgv, process.env.NODE_OPTIONS ?? ''].join(' ');
  if (/--max[-_](?:semi|old)[-_]space[-_]size/.test(given) || process.platform === 'win32') return;
  const limits = [
    '--max-semi-space-size=1',
    '--max-old-space-size=192',
    // The parser for shell code is WebAssembly: optimizing it takes 500 MB for a second, and a worker does not need the speed.
    '--liftoff-only',
    '--wasm-lazy-compilation',
  ];
  const script = fileURLToPath(import.meta.url);
  const args = [process.execPath, ...process.execArgv, ...limits, script, ...process.argv.slice(2)];
  process.execve?.(process.execPath, args, process.env);
}

/** @param {string} reason */
function fail(reason) {
  process.stderr.write(`${reason} [DOCKHAND_SETUP]\n`);
  process.exitCode = 2;
}
