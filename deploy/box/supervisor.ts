/**
 * The first process of a box: lays the disk, starts the engine, is leased once, and ends. Docker's restart policy then starts the box
 * anew. Ending is the normal course, and also the response to every error (see README.md).
 */
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createApi } from './api.ts';
import { MemoryPeak, readCgroup } from './counters.ts';
import { bytesToWatch, DiskGauge, emptyDisk, layDisk } from './disk.ts';
import { engineAnswers, engineVersion, startEngine } from './engine.ts';
import { createEngineApi } from './engine-api.ts';
import { Gate } from './gate.ts';
import { Tenancy } from './lease.ts';
import { Processor } from './processor.ts';
import type { BoxStatus } from './protocol.ts';
import { RunnableTime } from './runnable-time.ts';
import { type BoxSettings, paths, readSettings } from './settings.ts';
import { listenForWorker, openSocketFolder } from './worker-sockets.ts';

/** How long the engine may take to start, in time that the box had the chance to run. Milliseconds. */
const startLimit = 60_000;
/** The interval between two pings of the engine; without an answer for `silence` it counts as wedged. Milliseconds. */
const probeEvery = 2_000;
const silence = 9_000;
/** On a busy machine an answer may take longer than that. */
const longSilence = 60_000;
/** See {@link BoxLife.end}; milliseconds. */
const shortestLife = 10_300;
/** A box whose engine died under a lease stays this long for the worker to ask why: its counters are the only evidence. Milliseconds. */
const lastWords = 4_000;

/** One life of a box, from an empty disk to its end. */
class BoxLife {
  readonly #settings: BoxSettings;
  readonly #id = randomBytes(6).toString('hex');
  readonly #tenancy = new Tenancy(this.#id);
  readonly #gate = new Gate();
  readonly #gauge: DiskGauge;
  readonly #processor = new Processor();
  readonly #memoryPeak = new MemoryPeak(readCgroup().memoryPeakBytes);
  /** The engine's version; empty until it has answered. */
  #engine = '';
  /** The engine has been asked to stop, and the box ends with it. */
  #stopping = false;

  constructor(settings: BoxSettings) {
    this.#settings = settings;
    this.#gauge = new DiskGauge(bytesToWatch(settings));
  }

  async run(): Promise<void> {
    openSocketFolder(this.#settings);
    await this.#showApi();
    this.#startEngine(await layDisk(this.#settings));
    const began = performance.now();
    if (!(await this.#engineIsUp())) return this.end('the engine did not come up');
    this.#engine = await engineVersion();
    await this.#showEngineApi();
    if (this.#settings.mode === 'warm') await this.#gate.set(true);
    this.#tenancy.ready();
    this.log(`engine ${this.#engine} is up after ${Math.round(performance.now() - began)} ms`);
    this.#watchEngine();
    setInterval(() => this.#watchLimits(), 1000);
  }

  readonly log = (line: string): void => console.error(`${this.#settings.box} ${this.#id}: ${line}`);

  /**
   * Ends the box: first everything in it, then the supervisor. Docker delays the restart of a container that lived for less than ten
   * seconds, up to a minute; so a shorter life cleans its disk and waits for the rest of that time.
   */
  readonly end = (why: string, stayForMs = 100): void => {
    if (this.#tenancy.state === 'ending') return;
    this.#tenancy.end();
    this.log(`ends: ${why}`);
    void this.#gate.set(false);
    killEverything();
    const left = Math.max(0, shortestLife - process.uptime() * 1000);
    if (left > 500) void emptyDisk().catch(() => {});
    // Wait at least until the response that caused this has been sent.
    setTimeout(
      () => {
        for (const socket of [paths.engine, paths.supervisor]) rmSync(socket, { force: true });
        process.exit(0);
      },
      Math.max(stayForMs, left),
    );
  };

  readonly #status = (): BoxStatus => {
    const cgroup = readCgroup();
    return {
      box: this.#settings.box,
      state: this.#tenancy.state,
      life: this.#id,
      engine: this.#engine,
      disk: this.#settings.disk,
      counters: {
        ...{ ...cgroup, memoryPeakBytes: this.#memoryPeak.of(cgroup) },
        ...{ ...this.#gauge.read(), processor: this.#processor.read() },
      },
      leasedUntil: this.#tenancy.until,
    };
  };

  #showApi(): Promise<void> {
    const api = createApi({
      ...{ tenancy: this.#tenancy, gate: this.#gate, status: this.#status },
      ...{ end: this.end, log: this.log },
    });
    return listenForWorker(api, paths.supervisor, this.#settings);
  }

  #showEngineApi(): Promise<void> {
    const { engineApi: extent } = this.#settings;
    const api = createEngineApi({ engine: paths.engineOwn, extent, log: this.log });
    return listenForWorker(api, paths.engine, this.#settings);
  }

  #startEngine(layers: readonly string[]): void {
    const child = startEngine(this.#settings, layers);
    child.on('exit', (code, signal) => {
      if (this.#stopping) process.exit(0);
      this.end(`the engine ended (${signal ?? code})`, this.#tenancy.state === 'leased' ? lastWords : 100);
    });
    process.on('SIGTERM', () => {
      // The warmed disk has to be consistent, so its engine stops cleanly; a box's disk is thrown away.
      if (this.#settings.mode === 'box') return this.end('asked to stop');
      this.#stopping = true;
      child.kill('SIGTERM');
    });
  }

  /**
   * Counts runnable time, because boxes that all start at once on a busy machine would also give up all at once by the wall clock, and
   * start all at once again.
   */
  async #engineIsUp(): Promise<boolean> {
    const runnable = new RunnableTime(() => this.#processor.read());
    while (!(await engineAnswers(1000))) {
      if (runnable.passed() > startLimit) return false;
      await sleep(100);
    }
    return true;
  }

  /** Ends the box when the engine has been silent for too long. Time in which the box had no chance to run does not count. */
  #watchEngine(): void {
    const runnable = new RunnableTime(() => this.#processor.read(), { mostMs: probeEvery });
    let answeredAt = 0;
    setInterval(() => {
      if (runnable.passed() - answeredAt >= silence) this.end('the engine does not answer');
      else
        void engineAnswers(longSilence).then((answered) => {
          if (answered) answeredAt = runnable.passed();
        });
    }, probeEvery);
  }

  #watchLimits(): void {
    this.#gauge.count();
    this.#processor.read();
    this.#memoryPeak.of(readCgroup());
    if (this.#tenancy.lapsed) this.end('the lease lapsed');
    if (this.#gauge.over) this.end('its disk is over the limit');
  }
}

/** All processes of the container except the init process and this one. */
function killEverything(): void {
  try {
    process.kill(-1, 'SIGKILL');
  } catch {
    // There was nothing to kill.
  }
}

const life = new BoxLife(readSettings(process.env));
life.run().catch((error: unknown) => {
  life.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exit(1);
});
