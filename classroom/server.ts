import { serveFiles } from './attachments.ts';
import { Classroom, type ClassroomOptions, keep } from './classroom.ts';
import { serveActions } from './page-server/actions.ts';
import { servePage } from './page-server/assets.ts';
import { PageSockets, serveHistory } from './page-server/live-view.ts';
import { restApp } from './rest/app.ts';
import { serveUpgrades } from './websocket-upgrades.ts';

export { Classroom, type ClassroomOptions } from './classroom.ts';
export type { TourStep } from './page-server/tour.ts';
export { BotAnswer } from './people/answer.ts';

export { Person } from './people/person.ts';

export { textOf } from './people/text-of.ts';

export type { UploadedFile } from './world/files.ts';
export type { Channel, ClassroomGuild, ClassroomRole } from './world/world.ts';

/** Opens a classroom on its own port. */
export async function openClassroom(options: ClassroomOptions = {}): Promise<Classroom> {
  const classroom = new Classroom(options);
  const app = await restApp({
    world: classroom.world,
    privileged: (options.privilegedIntents ?? []).reduce<number>((all, bit) => all | bit, 0),
    rates: options.rateLimits ?? 'generous',
    faults: classroom.faults,
    log: (request) => keep(classroom.requests, request),
  });
  serveFiles(app, classroom.world);
  servePage(app);
  serveHistory(app, classroom);
  serveActions(app, classroom);
  const live = new PageSockets(classroom);
  const { gateway } = classroom;
  serveUpgrades(app.server, {
    '/': gateway.upgrade,
    '/gateway': gateway.upgrade,
    '/page/live': live.upgrade,
  });
  classroom.onClose(() => {
    live.close();
    return app.close();
  });
  classroom.world.origin = await app.listen({ port: options.port ?? 0, host: options.host ?? '127.0.0.1' });
  return classroom;
}
