/** An open page in somebody's browser. */
interface Viewer {
  /** Sends new content, which has been rendered once for all viewers of the same page. */
  readonly show: (content: string) => Promise<void>;
  /** Whether the viewer is still allowed to see the page. */
  readonly may: () => Promise<boolean>;
  readonly end: () => void;
}

/** Content shared by several viewers. When something changes, it is rendered once for all of them. */
interface LiveView {
  readonly guild: string;
  readonly render: () => Promise<string>;
  readonly viewers: Set<Viewer>;
  last: string;
  dirty: boolean;
  busy: boolean;
  /** The earliest time of the next rendering. Large pages are rendered less often. */
  notBefore: number;
}

/** The minimum interval between two renderings, and the maximum if nothing happens. Milliseconds. */
const atMostEvery = 1_000;
const atLeastEvery = 10_000;
const mostViewers = 300;
/** Limit for the rate of content, in characters per millisecond: a page of half a megabyte is sent every ten seconds at most. */
const charactersPerMs = 50;

/** Pushes changes to open pages. Several changes within a second are shown together. */
export class LivePages {
  readonly #views = new Map<string, LiveView>();
  readonly #onError: (error: unknown) => void;
  readonly #timers: readonly NodeJS.Timeout[];

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
    this.#timers = [
      setInterval(() => this.#showDirty(), atMostEvery),
      setInterval(() => this.moved(), atLeastEvery),
    ];
    for (const timer of this.#timers) timer.unref();
  }

  /** Adds a viewer to a page and returns a function that removes it. Null if there are too many viewers. */
  join(key: string, guild: string, render: () => Promise<string>, viewer: Viewer): (() => void) | null {
    const all = [...this.#views.values()].reduce((sum, view) => sum + view.viewers.size, 0);
    if (all >= mostViewers) return null;
    const view = this.#views.get(key) ?? newView(guild, render);
    this.#views.set(key, view);
    view.viewers.add(viewer);
    // Something may have changed since the page was rendered for this viewer, so it is rendered again.
    view.last = '';
    view.dirty = true;
    view.notBefore = 0;
    return () => {
      view.viewers.delete(viewer);
      if (view.viewers.size === 0) this.#views.delete(key);
    };
  }

  /** Call when something has changed in a server, or anywhere. */
  moved(guild?: string): void {
    for (const view of this.#views.values()) {
      if (guild === undefined || view.guild === guild) view.dirty = true;
    }
  }

  close(): void {
    for (const timer of this.#timers) clearInterval(timer);
    for (const view of this.#views.values()) for (const viewer of view.viewers) viewer.end();
    this.#views.clear();
  }

  #showDirty(): void {
    const now = Date.now();
    for (const view of this.#views.values()) {
      if (view.dirty && !view.busy && view.notBefore <= now) void this.#show(view);
    }
  }

  async #show(view: LiveView): Promise<void> {
    view.busy = true;
    view.dirty = false;
    try {
      const content = await view.render();
      for (const viewer of [...view.viewers]) {
        if (!(await viewer.may())) viewer.end();
        else if (content !== view.last) await viewer.show(content).catch(() => viewer.end());
      }
      view.last = content;
      view.notBefore = Date.now() + content.length / charactersPerMs;
    } catch (error) {
      // It is rendered again when the data can be read. Until then the page shows outdated content.
      view.dirty = true;
      this.#onError(error);
    } finally {
      view.busy = false;
    }
  }
}

const newView = (guild: string, render: () => Promise<string>): LiveView => ({
  guild,
  render,
  viewers: new Set(),
  last: '',
  dirty: true,
  busy: false,
  notBefore: 0,
});
