/** A page that somebody has open. */
interface Viewer {
  /** Sends the page's new content, which was rendered once for all viewers of the same page. */
  readonly show: (content: string) => Promise<void>;
  /** Whether the viewer still has access. */
  readonly may: () => Promise<boolean>;
  readonly end: () => void;
}

/** A page with several viewers: rendered when something has changed, once for all of them. */
interface LiveView {
  readonly guild: string;
  readonly render: () => Promise<string>;
  readonly viewers: Set<Viewer>;
  last: string;
  dirty: boolean;
  busy: boolean;
  /** Large pages are sent less often: not before this time. */
  notBefore: number;
}

/** Minimum and maximum interval between renderings of a page. Milliseconds. */
const atMostEvery = 1_000;
const atLeastEvery = 10_000;
const mostViewers = 300;
/** Data rate limit per page: half a megabyte every ten seconds. Characters per millisecond. */
const charactersPerMs = 50;

/** Sends updates to open pages. Several changes within a second are sent once. */
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

  /** Adds a viewer to a page; returns a function that removes it, or null when there are too many viewers. */
  join(key: string, guild: string, render: () => Promise<string>, viewer: Viewer): (() => void) | null {
    const all = [...this.#views.values()].reduce((sum, view) => sum + view.viewers.size, 0);
    if (all >= mostViewers) return null;
    const view = this.#views.get(key) ?? newView(guild, render);
    this.#views.set(key, view);
    view.viewers.add(viewer);
    // The page may have been rendered a moment ago; sending it again makes sure that no change since then is lost.
    view.last = '';
    view.dirty = true;
    view.notBefore = 0;
    return () => {
      view.viewers.delete(viewer);
      if (view.viewers.size === 0) this.#views.delete(key);
    };
  }

  /** Notes a change, in one server or anywhere. */
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
      // It is rendered again once the data is available; until then the page shows its age.
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
