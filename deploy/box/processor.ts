import { readdirSync, readFileSync } from 'node:fs';
import type { ProcessorCounters } from './protocol.ts';

/** Where the kernel's counters are; tests bring their own. */
interface Places {
  readonly cgroup: string;
  readonly processes: string;
}

/**
 * How much of a processor the box was given, and how long it had to go without although it wanted one: its own limit
 * was used up, or its neighbours had the machine. The clocks of a build and of a start are held against this, because
 * a right answer must not fail on a busy machine.
 *
 * cgroup v2 knows it (`cpu.pressure`, the kernel's documentation calls it PSI). Where that is absent, the time that the
 * cgroup was throttled and the time that its threads stood in line (`/proc/<pid>/task/<tid>/schedstat`, second number)
 * are added up, at most the time that went by: so it has to be read about once a second.
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

  /** How long the threads of the box have waited for a processor since this was last asked, all added up. Milliseconds. */
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
