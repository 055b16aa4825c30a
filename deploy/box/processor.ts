import { readdirSync, readFileSync } from 'node:fs';
import type { ProcessorCounters } from './protocol.ts';

/** Where the kernel's counters are; tests pass their own. */
interface Places {
  readonly cgroup: string;
  readonly processes: string;
}

/**
 * How much processor time the box has had, and for how long it had to go without although it wanted some: its quota was used up, or other
 * processes had the machine. The clocks of a build and of a start are corrected by this, because a correct answer must not fail on a busy
 * machine.
 *
 * cgroup v2 reports it (`cpu.pressure`, which the kernel's documentation calls PSI). Without that, two times are added up, at most the
 * time that has passed: how long the cgroup was throttled, and how long its threads were runnable but waiting
 * (`/proc/<pid>/task/<tid>/schedstat`, second number). For that, it has to be read about once a second.
 */
export class Processor {
  readonly #places: Places;
  readonly #now: () => number;
  #waited = new Map<string, number>();
  #throttled: number | null = null;
  #denied = 0;
  #at: number;

  constructor(
    places: Places = { cgroup: '/sys/fs/cgroup', processes: '/proc' },
    now: () => number = () => performance.now(),
  ) {
    this.#places = places;
    this.#now = now;
    this.#at = now();
    this.read();
  }

  read(): ProcessorCounters {
    const at = this.#now();
    const stat = this.#text('cpu.stat') ?? this.#text('cpu/cpu.stat') ?? '';
    const usedMs =
      number(/^usage_usec (\d+)$/m, stat) / 1e3 || Number(this.#text('cpuacct/cpuacct.usage') ?? 0) / 1e6;
    const pressure = number(/^some .*total=(\d+)$/m, this.#text('cpu.pressure') ?? '', -1);
    const deniedMs = pressure >= 0 ? pressure / 1e3 : this.#added(at, stat);
    this.#at = at;
    return { atMs: at, usedMs, deniedMs };
  }

  #added(at: number, stat: string): number {
    const throttled =
      number(/^throttled_usec (\d+)$/m, stat) / 1e3 + number(/^throttled_time (\d+)$/m, stat) / 1e6;
    const since = throttled - (this.#throttled ?? throttled) + this.#stoodInLine();
    this.#throttled = throttled;
    this.#denied += Math.min(at - this.#at, Math.max(0, since));
    return this.#denied;
  }

  /** How long the threads of the box have waited for a processor since the last call, added up. Milliseconds. */
  #stoodInLine(): number {
    const now = new Map<string, number>();
    let since = 0;
    for (const pid of numbersIn(this.#places.processes))
      for (const tid of numbersIn(`${this.#places.processes}/${pid}/task`)) {
        const text = textOf(`${this.#places.processes}/${pid}/task/${tid}/schedstat`);
        const waited = Number(text?.split(' ')[1] ?? 0) / 1e6;
        now.set(tid, waited);
        since += Math.max(0, waited - (this.#waited.get(tid) ?? 0));
      }
    this.#waited = now;
    return since;
  }

  #text(file: string): string | null {
    return textOf(`${this.#places.cgroup}/${file}`);
  }
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // The other version of cgroups, an older kernel, or a thread that has just ended.
    return null;
  }
}

function numbersIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

function number(pattern: RegExp, text: string, otherwise = 0): number {
  const found = pattern.exec(text)?.[1];
  return found === undefined ? otherwise : Number(found);
}
