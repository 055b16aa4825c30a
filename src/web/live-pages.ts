/** A page that somebody has open. */
interface Viewer {
  /** Shows a page's new content; it was rendered once for all who look at the same. */
  readonly show: (content: string) => Promise<void>;
  /** Whether the viewer may still see it. */
  readonly may: () => Promise<boolean>;
  readonly end: () => void;
}

/** What several viewers look at together: rendered when something moved, once for all of them. */
interface LiveView {
  readonly guild: string;
  readonly render: () => Promise<string>;
  readonly viewers: Set<Viewer>;
  last: string;
  dirty: boolean;
  busy: boolean;
  /** What is large is shown less often: not before this moment. */
  notBefore: number;
}

/** A page is rendered again at most this often, and at least this often without any event. Milliseconds. */
const atMostEvery = 1_000;
const atLeastEvery = 10_000;
const mostViewers = 300;
/** So much of a page is sent a millisecond, at most: half a megabyte every ten seconds. Characters. */
const charactersPerMs = 50;

/** Sends open pages what is new in them. What moves several times within a second is shown once. */
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

  /** Joins the viewers of a page; returns how to leave. Null when there are too many. */
  join(key: string, guild: string, render: () => Promise<string>, viewer: Viewer): (() => void) | null {
    const all = [...this.#views.values()].reduce((sum, view) => sum + view.viewers.size, 0);
    if (all >= mostViewers) return null;
    const view = this.#views.get(key) ?? newView(guild, render);
    this.#views.set(key, view);
    view.viewers.add(viewer);
    // The page may have been rendered a moment before: what moved since then is not lost.
    view.last = '';
    view.dirty = true;
    view.notBefore = 0;
    return () => {
      view.viewers.delete(viewer);
      if (view.viewers.size === 0) this.#views.delete(key);
    };
  }

  /** Something moved: in one server, or anywhere. */
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
      // It is rendered again once the data can be read; until then the page says how old it is.
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
