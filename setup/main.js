/**
 * The set-up: from a bare Debian machine to Dockhand at work. Plain JavaScript that Node 20 runs, because it is what
 * brings Node 24.
 *
 *   node setup/main.js try [flags]     the class at work (`npm run try`)
 *   node setup/main.js test [paths]    the tests (`npm test`); --full for those that take long
 *   node setup/main.js storm [flags]   a class through every fault there is (`npm run storm -- --count N --seed S`)
 *   node setup/main.js start           bot and worker on Discord itself (`npm start`)
 *   node setup/main.js up | down       boxes, Redis and proxy, until `down`
 *   node setup/main.js app             bot and worker as services that come back by themselves, and what they need
 *   node setup/main.js worker          boxes and the worker alone, on a machine that has joined another one's bot
 *   node setup/main.js images          makes Dockhand's own images and prints their names, for a release
 *   node setup/main.js modules         brings what Dockhand itself runs on: node_modules, Node 24 among them
 *   node setup/main.js unit            prints a systemd unit that runs `app` after a reboot
 *   node setup/main.js compose …       Docker Compose, with what the set-up worked out
 */
import './environment.js';
import './state-folder.js';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { bringUp, makeImages, startApp } from './bring-up.js';
import { composeEnvironment, composeInvocation } from './engine.js';
import { withOwnTmp } from './for-tests/own-tmp.js';
import { ensureTestTools } from './for-tests/tools.js';
import { runTests } from './for-tests/two-runs.js';
import { Foreground } from './foreground.js';
import { enter, kept, leave, lock } from './ownership.js';
import { installModules } from './packages.js';
import { inState, root } from './paths.js';
import { note, step } from './progress.js';
import { interrupt, NeedsPerson } from './run.js';
import { checkServices, settingsFit } from './services/check-services.js';
import { unit } from './services/unit.js';
import { takeDown } from './take-down.js';
import { canHaveBoxes, needsLinux, tryWithoutBoxes } from './without-boxes.js';

const [command = 'up', ...flags] = process.argv.slice(2);
const me = String(process.pid);
const parts = new Foreground({ leadsGroup: command === 'test' && !process.stdin.isTTY });
parts.endOnSignals(interrupt);

const dockhand = 'bin/dockhand.js';
const commands = [
  'try',
  'test',
  'storm',
  'start',
  'up',
  'down',
  'app',
  'worker',
  'unit',
  'modules',
  'images',
  'compose',
];
/** Commands that make boxes or need them. */
const wantsBoxes = ['test', 'storm', 'start', 'up', 'app', 'worker'];
/** Commands that start a bot or a worker with the operator's settings. */
const runsServices = ['start', 'app', 'worker'];
/** Commands whose services keep running after the set-up has ended. */
const stays = ['up', 'app', 'worker'];

/** @param {NodeJS.ProcessEnv} env @returns {Promise<number>} */
async function work(env) {
  switch (command) {
    case 'try':
      return parts.run([dockhand, 'try', ...flags], env);
    case 'test': {
      const full = flags.includes('--full');
      const rest = flags.filter((flag) => flag !== '--full');
      return withOwnTmp((tmp) =>
        runTests(rest, (jestFlags) =>
          parts.run(['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', ...jestFlags], {
            ...env,
            ...tmp,
            // Tests start some hundred processes: with a shared cache, each file is compiled once.
            NODE_COMPILE_CACHE: inState('compile-cache'),
            NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules --no-warnings`.trim(),
            ...(full && { DOCKHAND_FULL: '1' }),
          }),
        ),
      );
    }
    case 'storm':
      return withOwnTmp((tmp) =>
        parts.run(['--no-warnings', 'test/faults/storm.ts', ...flags], { ...env, ...tmp }),
      );
    case 'start': {
      const both = ['bot', 'worker'].map((name) => parts.run([dockhand, name, ...flags], env));
      // When one of bot and worker ends, the other is ended too: neither is of use alone.
      const code = await Promise.race(both);
      parts.end();
      await Promise.all(both);
      return code;
    }
    default:
      return 0;
  }
}

/** @returns {Promise<number>} */
async function main() {
  if (!commands.includes(command)) {
    note(`There is no "${command}". Use one of ${commands.join(', ')}. [DOCKHAND_USAGE]`);
    return 2;
  }
  if (!canHaveBoxes() && wantsBoxes.includes(command)) throw new NeedsPerson(needsLinux(command));
  if (command === 'down') return down();
  if (command === 'unit') {
    process.stdout.write(unit());
    return 0;
  }
  if (command === 'compose') return composeByHand(flags);

  if (command === 'test' && !flags.includes('--full'))
    process.env.DOCKHAND_SETUP_LESSONS ??= 'backend-docker,fastapi-docker';
  let unlock = await lock(note);
  const again = async () => {
    unlock = await lock(note);
  };
  try {
    await step('node modules', installModules);
    if (Number(process.versions.node.split('.')[0]) < 24) {
      if (process.env.DOCKHAND_SETUP_AGAIN || !existsSync(join(root, 'node_modules', '.bin', 'node')))
        throw new NeedsPerson(
          `Dockhand needs Node 24; this is ${process.version}, and npm brought none for this machine.`,
        );
      unlock();
      return await parts.run(['setup/main.js', command, ...flags], { DOCKHAND_SETUP_AGAIN: '1' });
    }
    if (command === 'modules') return 0;
    if (!canHaveBoxes() && command === 'try') {
      unlock();
      return await tryWithoutBoxes((env) => parts.run([dockhand, 'try', '--no-boxes', ...flags], env));
    }
    if (command === 'images') {
      for (const [name, image] of Object.entries(await makeImages()))
        process.stdout.write(`${name} ${image}\n`);
      return 0;
    }
    if (runsServices.includes(command) && !settingsFit()) return 2;
    if (command === 'app') checkServices();
    enter(stays.includes(command) ? kept : me);
    const proves = command === 'test' || command === 'storm';
    if (proves) await ensureTestTools(command === 'test');
    const environment = await bringUp({ waitForBoxes: proves || stays.includes(command) });
    if (command !== 'app' && command !== 'worker') unlock();
    if (command === 'up') {
      for (const [name, value] of Object.entries(environment))
        process.stdout.write(`export ${name}=${value}\n`);
      return 0;
    }
    if (parts.stoppedBy !== null) return 130;
    if (command === 'app' || command === 'worker') {
      await startApp(command === 'app' ? ['bot', 'worker'] : ['worker']);
      return 0;
    }
    return await work(environment);
  } finally {
    unlock();
    if (!stays.includes(command) || parts.stoppedBy !== null) {
      await again();
      if (leave(stays.includes(command) ? kept : me)) await takeDown().catch((error) => note(explain(error)));
      unlock();
    }
  }
}

async function down() {
  const unlock = await lock(note);
  try {
    if (leave(kept)) await takeDown();
    else note('Someone still uses the boxes; the last one to leave stops them.');
    return 0;
  } finally {
    unlock();
  }
}

/** Runs Compose in the foreground, with this checkout's project and settings. @param {readonly string[]} args */
async function composeByHand(args) {
  const [program, ...before] = await composeInvocation();
  return parts.run([...before, ...args], composeEnvironment(), program);
}

/** @param {unknown} error */
function explain(error) {
  const message = error instanceof Error ? error.message : String(error);
  const report =
    error instanceof NeedsPerson
      ? message
      : `The set-up stopped: ${message}\nAll output: ${inState('log', 'setup.log')}`;
  return `${report} [DOCKHAND_SETUP]`;
}

main().then(
  (code) => {
    process.exitCode = parts.stoppedBy === null ? code : code || 130;
  },
  (error) => {
    if (parts.stoppedBy === null) note(explain(error));
    process.exitCode = parts.stoppedBy === null ? 1 : 130;
  },
);
