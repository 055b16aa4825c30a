/** The clock of the classroom, so that a test can let fifteen minutes pass in one line. */
export interface ClassroomClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs `fn` once `ms` of this clock have passed; returns a function that cancels it. */
  after(ms: number, fn: () => void): () => void;
}

interface ClockTimer {
  readonly due: number;
  readonly fn: () => void;
  timer: NodeJS.Timeout;
}

/** Real time, which `advance` can move forward: timers that fall due in between fire at once, in order. */
export class AdvancingClock implements ClassroomClock {
  #offset = 0;
  readonly #alarms = new Set<ClockTimer>();

  now(): number {
    return Date.now() + this.#offset;
  }

  after(ms: number, fn: () => void): () => void {
    const alarm: ClockTimer = { due: this.now() + ms, fn, timer: setTimeout(() => this.#ring(alarm), ms) };
    alarm.timer.unref();
    this.#alarms.add(alarm);
    return () => this.#drop(alarm);
  }

  /** Lets `ms` pass at once. */
  advance(ms: number): void {
    this.#offset += ms;
    const due = [...this.#alarms].filter((alarm) => alarm.due <= this.now());
    for (const alarm of due.sort((a, b) => a.due - b.due)) if (this.#alarms.has(alarm)) this.#ring(alarm);
    for (const alarm of this.#alarms) this.#rewind(alarm);
  }

  /** Cancels all timers. */
  stop(): void {
    for (const alarm of this.#alarms) this.#drop(alarm);
  }

  #ring(alarm: ClockTimer): void {
    this.#drop(alarm);
    alarm.fn();
  }

  #rewind(alarm: ClockTimer): void {
    clearTimeout(alarm.timer);
    alarm.timer = setTimeout(() => this.#ring(alarm), Math.max(0, alarm.due - this.now()));
    alarm.timer.unref();
  }

  #drop(alarm: ClockTimer): void {
    clearTimeout(alarm.timer);
    this.#alarms.delete(alarm);
  }
}
