import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { MemberDirectory } from '../../discord/rest/member-directory.ts';
import type { GuildSettings } from '../../records/records.ts';
import type { Locale } from '../../wording/wording.ts';
import { type Frame, livePart } from '../components/document.ts';
import { type Html, toText } from '../components/html.ts';
import type { LivePages } from '../live-pages.ts';
import type { Sessions } from '../sign-in/sessions.ts';
import { guildOf, localeFor, maySee, tooManyPages } from './access.ts';
import { sendPage } from './send-page.ts';

/** A page that is updated while it is open. */
interface LivePage {
  readonly here: Frame['here'];
  readonly title: string;
  readonly content: () => Promise<Html>;
}

/** Finds the content of a page; null when it does not exist. */
type PageFinder = (
  guild: GuildSettings,
  params: Readonly<Record<string, string>>,
  locale: Locale,
) => Promise<LivePage | null>;

const pathOf = (request: FastifyRequest): string => request.url.split('?')[0] ?? '';

/** Serves pages below a server's path, each with its update stream. */
export class LivePageRoutes {
  readonly #app: FastifyInstance;
  readonly #members: Pick<MemberDirectory, 'guildName'>;
  readonly #sessions: Sessions;
  readonly #live: LivePages;

  constructor(
    app: FastifyInstance,
    parts: {
      readonly members: Pick<MemberDirectory, 'guildName'>;
      readonly sessions: Sessions;
      readonly live: LivePages;
    },
  ) {
    this.#app = app;
    this.#members = parts.members;
    this.#sessions = parts.sessions;
    this.#live = parts.live;
  }

  add(path: string, find: PageFinder): void {
    this.#app.get(`/s/:guild${path}`, async (request, reply) => {
      const page = await this.#find(request, find);
      if (page === null) return reply.callNotFound();
      const { id } = guildOf(request);
      const stream = pathOf(request).replace(`/s/${id}`, `/s/${id}/live`);
      const content = livePart(localeFor(request), stream, await page.content());
      return sendPage(this.#members, request, reply, page, content);
    });
    this.#app.get(
      `/s/:guild/live${path}`,
      { sse: 'only', config: { rateLimit: { max: 60, timeWindow: '1 minute' } } },
      async (request, reply) => {
        const page = await this.#find(request, find);
        if (page === null) return reply.callNotFound();
        const leave = this.#join(request, reply, page);
        if (leave === null) return reply.code(503).send(`${tooManyPages(localeFor(request))}\n`);
        reply.sse.keepAlive();
        reply.sse.onClose(leave);
        await reply.sse.send({ event: 'hello', data: '', retry: 3_000 });
        return undefined;
      },
    );
  }

  #find(request: FastifyRequest, find: PageFinder): Promise<LivePage | null> {
    return find(guildOf(request), request.params as Record<string, string>, localeFor(request));
  }

  #join(request: FastifyRequest, reply: FastifyReply, page: LivePage): (() => void) | null {
    const { id } = guildOf(request);
    return this.#live.join(
      `${localeFor(request)} ${pathOf(request)}`,
      id,
      async () => toText(await page.content()),
      {
        show: (content) => reply.sse.send({ event: 'show', data: content }),
        may: async () => maySee(await this.#sessions.visitor(request), id),
        end: () => {
          void reply.sse
            .send({ event: 'over', data: '' })
            .catch(() => undefined)
            .finally(() => reply.sse.close());
        },
      },
    );
  }
}
