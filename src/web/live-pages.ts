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

export interface LivePages {
  /** Joins the viewers of a scene; returns how to leave. Null when there are too many. */
  readonly join: (
    key: string,
    guild: string,
    render: () => Promise<string>,
    viewer: Viewer,
  ) => (() => void) | null;
  /** Something moved: in one server, or anywhere. */
  readonly moved: (guild?: string) => void;
  readonly close: () => void;
}

/** A page is shown anew at most this often, and looked at without a sign this often. Milliseconds. */
const atMostEvery = 1_000;
const atLeastEvery = 10_000;
const mostViewers = 300;
/** So much of a page is sent a millisecond, at most: half a megabyte every ten seconds. Characters. */
const pace = 50;

/** Sends open pages what is new in them. What moves several times within a second is shown once. */
export function openLivePages(complain: (error: unknown) => void, every = atMostEvery): LivePages {
  const scenes = new Map<string, LiveView>();

  const show = async (scene: LiveView): Promise<void> => {
    scene.busy = true;
    scene.dirty = false;
    try {
      const content = await scene.render();
      for (const viewer of [...scene.viewers]) {
        if (!(await viewer.may())) viewer.end();
        else if (content !== scene.last) await viewer.show(content).catch(() => viewer.end());
      }
      scene.last = content;
      scene.notBefore = Date.now() + content.length / pace;
    } catch (error) {
      // It is shown when it can be looked at again; until then the page says how old it is.
      scene.dirty = true;
      complain(error);
    } finally {
      scene.busy = false;
    }
  };
  const dirty = (guild?: string): void => {
    for (const scene of scenes.values()) {
      if (guild === undefined || scene.guild === guild) scene.dirty = true;
    }
  };
  const beat = setInterval(() => {
    const now = Date.now();
    for (const scene of scenes.values()) {
      if (scene.dirty && !scene.busy && scene.notBefore <= now) void show(scene);
    }
  }, every);
  const still = setInterval(() => dirty(), atLeastEvery);
  for (const timer of [beat, still]) timer.unref();

  return {
    join: (key, guild, render, viewer) => {
      const all = [...scenes.values()].reduce((sum, scene) => sum + scene.viewers.size, 0);
      if (all >= mostViewers) return null;
      const scene = scenes.get(key) ?? {
        guild,
        render,
        viewers: new Set(),
        last: '',
        dirty: true,
        busy: false,
        notBefore: 0,
      };
      scenes.set(key, scene);
      scene.viewers.add(viewer);
      // The page may have been rendered a moment before: what moved since then is not lost.
      scene.last = '';
      scene.dirty = true;
      scene.notBefore = 0;
      return () => {
        scene.viewers.delete(viewer);
        if (scene.viewers.size === 0) scenes.delete(key);
      };
    },
    moved: dirty,
    close: () => {
      clearInterval(beat);
      clearInterval(still);
      for (const scene of scenes.values()) for (const viewer of scene.viewers) viewer.end();
      scenes.clear();
    },
  };
}
