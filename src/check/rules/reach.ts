import type { SimulatedEvent } from '../simulation/events.ts';
import { eventsOf } from './queries.ts';
import type { RuleContext } from './rule.ts';

type Server = SimulatedEvent<'server'>;

const everywhere = new Set(['0.0.0.0', '::', '']);

/** Whether a request to the lesson's port reaches a server, misses every server, or cannot be predicted. */
export type Reach =
  | { readonly kind: 'reached' | 'unknown' }
  /** `server` listens, but on another port or address. */
  | { readonly kind: 'missed'; readonly server: Server };

/** Predicts whether a request to the lesson's port reaches a server. A lesson without a port counts as reached. */
export function reachOf(context: RuleContext): Reach {
  const port = context.manifest?.port ?? null;
  if (port === null) return { kind: 'reached' };
  const servers: readonly Server[] = eventsOf(context, 'server', 'start');
  const isReached = (each: Server): boolean =>
    each.port === port && each.host !== null && everywhere.has(each.host);
  if (servers.some((each) => each.certain && isReached(each))) return { kind: 'reached' };
  const [server] = servers;
  const isKnown =
    servers.every(({ host, port: own }) => host !== null && own !== null) && !servers.some(isReached);
  const isFollowed =
    context.simulation.start?.outcome === 'stays' && eventsOf(context, 'unknown', 'start').length === 0;
  return server !== undefined && isKnown && isFollowed ? { kind: 'missed', server } : { kind: 'unknown' };
}
