/**
 * The first process of a box: lays the disk, starts the engine, is leased once, and ends. Docker's restart policy makes the
 * box anew; ending is the normal path and the answer to everything that goes wrong (see README.md).
 */
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { createApi } from './api.ts';
import { chanceBetween } from './chance.ts';
import { readCgroup } from './counters.ts';
import { DiskGauge, emptyDisk, layDisk } from './disk.ts';
import { engineAnswers, engineVersion, startEngine } from './engine.ts';
import { createEngineApi } from './engine-api.ts';
import { Gate } from './gate.ts';
import { Tenancy } from './lease.ts';
import { Processor } from './processor.ts';
import type { BoxStatus } from './protocol.ts';
import { paths, readSettings } from './settings.ts';
import { openShownFolder, show } from './shown.ts';

/** The engine has this long to come up, milliseconds. */
const startLimit = 60_000;
/** A question to the engine every so often; with no answer for `silence` it counts as wedged. Milliseconds. */
const probeEvery = 2_000;
const silence = 9_000;
/** On a busy machine an answer may take longer than that. */
const longSilence = 60_000;
/** See {@link end}; milliseconds. */
const shortestLife = 10_300;
/** A box whose engine died under a lease stays to be asked why: its counters are the only evidence. Milliseconds. */
const lastWords = 4_000;

const settings = readSettings(process.env);
const life = randomBytes(6).toString('hex');
const tenancy = new Tenancy(life);
const gate = new Gate();
const gauge = new DiskGauge(settings.diskLimitBytes);
const processor = new Processor();
let engine = '';

const log = (line: string): void => console.error(`${settings.box} ${life}: ${line}`);

/**
 * Ends the box: everything in it at once, then the supervisor. Docker restarts a container that lived for less than ten
 * seconds later and later, up to a minute; so a life that was shorter cleans its disk, and waits for the rest.
 */
function end(why: string, stayFor = 100): void {
  if (tenancy.state === 'ending') return;
  tenancy.end();
  log(`ends: ${why}`);
  void gate.set(false);
  killEverything();
  const left = Math.max(0, shortestLife - process.uptime() * 1000);
  if (left > 500) void emptyDisk().catch(() => {});
  // At least until the answer that caused this is on its way.
  setTimeout(
    () => {
      for (const socket of [paths.engine, paths.supervisor]) rmSync(socket, { force: true });
      process.exit(0);
    },
    Math.max(stayFor, left),
  );
}

/** Every process of the container but the init process and this one. */
function killEverything(): void {
  try {
    process.kill(-1, 'SIGKILL');
  } catch {
    // There was nothing to kill.
  }
}

const status = (): BoxStatus => ({
  box: settings.box,
  state: tenancy.state,
  life,
  engine,
  disk: settings.disk,
  counters: { ...readCgroup(), ...gauge.read(), processor: processor.read() },
  leasedUntil: tenancy.until,
});

/** Calls `end` when the engine has been silent for too long. Time in which the box had no chance to answer is not held against it. */
function watchEngine(): void {
  let lastAnswer = performance.now();
  let last = { at: performance.now(), processor: processor.read() };
  setInterval(() => {
    const now = performance.now();
    const read = processor.read();
    const passed = now - last.at;
    // A timer that fired late is the box's own slowness too.
    const chance = Math.min(probeEvery, chanceBetween(last.processor, read, passed));
    last = { at: now, processor: read };
    lastAnswer = Math.min(now, lastAnswer + passed - chance);
    if (now - lastAnswer >= silence) end('the engine does not answer');
    else
      void engineAnswers(longSilence).then((answered) => {
        if (answered) lastAnswer = performance.now();
      });
  }, probeEvery);
}

async function main(): Promise<void> {
  openShownFolder(settings);
  await show(createApi({ tenancy, gate, status, end, log }), paths.supervisor, settings);

  await layDisk(settings);
  const child = startEngine(settings);
  let stopping = false;
  child.on('exit', (code, signal) => {
    if (stopping) process.exit(0);
    end(`the engine ended (${signal ?? code})`, tenancy.state === 'leased' ? lastWords : 100);
  });
  process.on('SIGTERM', () => {
    // The warmed disk has to be whole; a box's disk is thrown away.
    if (settings.mode === 'box') return end('asked to stop');
    stopping = true;
    child.kill('SIGTERM');
  });

  const began = performance.now();
  while (!(await engineAnswers(1000))) {
    if (performance.now() - began > startLimit) return end('the engine did not come up');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  engine = await engineVersion();
  const api = createEngineApi({ engine: paths.engineOwn, extent: settings.engineApi, log });
  await show(api, paths.engine, settings);
  if (settings.mode === 'warm') await gate.set(true);
  tenancy.ready();
  log(`engine ${engine} is up after ${Math.round(performance.now() - began)} ms`);

  watchEngine();
  setInterval(() => {
    gauge.count();
    processor.read();
    if (tenancy.lapsed) end('the lease lapsed');
    if (gauge.over) end('its disk is over the limit');
  }, 1000);
}

main().catch((error: unknown) => {
  log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exit(1);
});
