import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { TextReader } from '../checker/text-reader.ts';
import type { Desk } from '../desk/desk.ts';
import type { MemberDirectory } from '../discord/rest/member-directory.ts';
import type { LessonWithTree } from '../library/library.ts';
import { QueueAway } from '../queue/verify-queue.ts';
import type { GuildSettings, Records } from '../records/records.ts';
import { type AuditLog, controlQueue, type QueueAction } from '../teaching/staff-actions.ts';
import { classView } from '../teaching/views.ts';
import { type Locale, localeOf, words } from '../wording/wording.ts';
import { actionName } from './components/action-link.ts';
import { type Frame, framedDocument, livePart } from './components/document.ts';
import { type Html, toText } from './components/html.ts';
import { shownName } from './components/outcome-labels.ts';
import type { LivePages } from './live-pages.ts';
import { boardContent, boardTitle } from './pages/board.ts';
import { classContent, classTitle, noLessonContent } from './pages/class.ts';
import { confirmActionContent, outcomeSentence } from './pages/confirm-action.ts';
import { serversContent, serversTitle } from './pages/servers.ts';
import { studentContent } from './pages/student.ts';
import { safeRedirect } from './sign-in/safe-redirect.ts';
import type { Sessions } from './sign-in/sessions.ts';
import { nameInAudit, type Visitor } from './sign-in/visitor.ts';
import { openBoardViews } from './views/board-view.ts';
import type { MemberNames } from './views/member-names.ts';
import { loadStudentPage } from './views/student-view.ts';

declare module 'fastify' {
  interface FastifyRequest {
    visitor: Visitor | null;
    guild: GuildSettings | null;
  }
}

export interface StaffParts {
  readonly records: Records;
  readonly desk: Desk;
  readonly lesson: (slug: string) => LessonWithTree | null;
  readonly reading: TextReader;
  readonly reach: MemberDirectory;
  readonly book: AuditLog;
  readonly sessions: Sessions;
  readonly names: MemberNames;
  readonly live: LivePages;
}

const say = words('web.staff', {
  en: {
    first: 'Sign in first.',
    full: 'Too many pages are open. Close one, or try again in a minute.',
  },
});

const snowflake = z.string().regex(/^\d{15,21}$/);
const acts = ['pause', 'resume', 'clear', 'promote', 'retry', 'cancel', 'drain', 'undrain'] as const;
const actSchema = z.object({
  do: z.enum(acts),
  what: z.string().max(200).default(''),
  back: z.string().max(200).default('/'),
  reason: z.string().max(200).default(''),
});

/** A scene's path below a server: what is shown live there. */
interface LivePage {
  readonly here: Frame['here'];
  readonly title: string;
  readonly content: () => Promise<Html>;
}

/** The pages of the teaching assistants. Nothing here answers to anybody who is not one, of that very server. */
export async function serveStaff(app: FastifyInstance, parts: StaffParts): Promise<void> {
  const { records, desk, reach, names, sessions, live } = parts;
  const boardOf = openBoardViews({ records, desk, names });
  app.decorateRequest('visitor', null);
  app.decorateRequest('guild', null);

  const localeFor = (request: FastifyRequest): Locale => localeOf(request.headers['accept-language']);

  app.addHook('preHandler', async (request, reply) => {
    request.visitor = await sessions.visitor(request);
    if (request.visitor === null) {
      if (request.method !== 'GET' || request.headers.accept === 'text/event-stream')
        return reply
          .code(401)
          .type('text/plain')
          .send(`${say(localeFor(request), 'first')}\n`);
      return reply.redirect(
        `/sign-in?next=${encodeURIComponent(safeRedirect(request.url.split('?')[0]))}`,
        303,
      );
    }
    const wanted = (request.params as { readonly guild?: string }).guild;
    if (wanted === undefined) return undefined;
    // A server that is not hers is not there at all: that it exists is nobody's business.
    const may = request.visitor.kind === 'operator' || request.visitor.guilds.includes(wanted);
    request.guild = may && snowflake.safeParse(wanted).success ? await records.guilds.get(wanted) : null;
    if (request.guild === null) return reply.callNotFound();
    if (request.visitor.kind === 'ta') await records.staff.record(request.guild.id, request.visitor.user);
    return undefined;
  });

  const send = async (
    request: FastifyRequest,
    reply: FastifyReply,
    page: Pick<Frame, 'title' | 'here'>,
    content: Html,
  ): Promise<FastifyReply> => {
    const { visitor, guild, session } = request;
    const notice = session.get('notice') ?? null;
    if (notice !== null) session.set('notice', undefined);
    const frame: Frame = {
      ...page,
      name: visitor?.kind === 'ta' ? visitor.name : null,
      csrf: reply.generateCsrf(),
      notice,
      guild: guild === null ? null : { id: guild.id, name: reach.guildName(guild.id) },
      several: visitor?.kind === 'operator' || (visitor?.guilds.length ?? 0) > 1,
      operator: visitor?.kind === 'operator',
    };
    return reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(framedDocument(localeFor(request), frame, content));
  };

  const guildOf = (request: FastifyRequest): GuildSettings => {
    if (request.guild === null) throw new Error('a page of a server without its server');
    return request.guild;
  };

  app.get('/', async (request, reply) => {
    const all = await records.guilds.all();
    const { visitor } = request;
    const own = all.filter((guild) => visitor?.kind === 'operator' || visitor?.guilds.includes(guild.id));
    const [only] = own;
    if (own.length === 1 && only !== undefined && visitor?.kind === 'ta')
      return reply.redirect(`/s/${only.id}`, 303);
    const servers = own.map((guild) => ({ ...guild, name: reach.guildName(guild.id) }));
    const locale = localeFor(request);
    return send(
      request,
      reply,
      { title: serversTitle(locale), here: 'servers' },
      serversContent(locale, servers),
    );
  });

  /** A page, and the stream that keeps it up to date, from one scene. */
  const scene = (
    path: string,
    of: (
      guild: GuildSettings,
      params: Readonly<Record<string, string>>,
      locale: Locale,
    ) => Promise<LivePage | null>,
  ): void => {
    app.get(`/s/:guild${path}`, async (request, reply) => {
      const guild = guildOf(request);
      const locale = localeFor(request);
      const found = await of(guild, request.params as Record<string, string>, locale);
      if (found === null) return reply.callNotFound();
      const stream = request.url.split('?')[0]?.replace(`/s/${guild.id}`, `/s/${guild.id}/live`) ?? '';
      return send(request, reply, found, livePart(locale, stream, await found.content()));
    });
    app.get(
      `/s/:guild/live${path}`,
      { sse: 'only', config: { rateLimit: { max: 60, timeWindow: '1 minute' } } },
      async (request, reply) => {
        const guild = guildOf(request);
        const locale = localeFor(request);
        const found = await of(guild, request.params as Record<string, string>, locale);
        if (found === null) return reply.callNotFound();
        const leave = live.join(
          `${locale} ${request.url.split('?')[0] ?? ''}`,
          guild.id,
          async () => toText(await found.content()),
          {
            show: (content) => reply.sse.send({ event: 'show', data: content }),
            may: async () => {
              const visitor = await sessions.visitor(request);
              return visitor?.kind === 'operator' || (visitor?.guilds.includes(guild.id) ?? false);
            },
            end: () => {
              void reply.sse
                .send({ event: 'over', data: '' })
                .catch(() => undefined)
                .finally(() => reply.sse.close());
            },
          },
        );
        if (leave === null) return reply.code(503).send(`${say(locale, 'full')}\n`);
        reply.sse.keepAlive();
        reply.sse.onClose(leave);
        await reply.sse.send({ event: 'hello', data: '', retry: 3_000 });
        return undefined;
      },
    );
  };

  scene('', async (guild, _params, locale) => ({
    here: 'board',
    title: boardTitle(locale),
    content: async () => boardContent(locale, guild.id, await boardOf(guild.id, guild.lesson), Date.now()),
  }));

  scene('/class', async (guild, _params, locale) => {
    const shelved = parts.lesson(guild.lesson);
    return {
      here: 'class',
      title: classTitle(locale),
      content: async () =>
        shelved === null
          ? noLessonContent(locale, guild.lesson)
          : classContent(
              locale,
              await classView(records, guild.id, shelved.lesson, {
                nameOf: (user) => names.of(guild.id, user),
              }),
            ),
    };
  });

  scene('/student/:user', async (guild, params, locale) => {
    const user = snowflake.safeParse(params.user).data;
    if (user === undefined) return null;
    const shelved = parts.lesson(guild.lesson);
    const name = await names.ask(guild.id, user);
    const student = { guild: guild.id, user };
    const known = name !== null || (await records.submissions.latest(student, guild.lesson)) !== null;
    if (!known) return null;
    return {
      here: 'student',
      title: shownName(locale, user, name),
      content: async () =>
        shelved === null
          ? noLessonContent(locale, guild.lesson)
          : studentContent(
              locale,
              await loadStudentPage(parts, student, shelved, name, (one) =>
                snowflake.safeParse(one).success ? names.of(guild.id, one) : null,
              ),
              Date.now(),
            ),
    };
  });

  app.get('/s/:guild/act', async (request, reply) => {
    const guild = guildOf(request);
    const locale = localeFor(request);
    const asked = actSchema.safeParse(request.query).data;
    const act = asked === undefined ? null : readAct(asked.do, asked.what);
    if (asked === undefined || act === null) return reply.callNotFound();
    const submission = 'submission' in act ? await records.submissions.get(act.submission) : null;
    if ('submission' in act && submission?.student.guild !== guild.id) return reply.callNotFound();
    const user = submission?.student.user ?? null;
    const whom =
      user === null
        ? 'worker' in act
          ? act.worker
          : ''
        : shownName(locale, user, await names.ask(guild.id, user));
    const view = { guild: guild.id, act, whom, back: safeRedirect(asked.back), csrf: reply.generateCsrf() };
    return send(
      request,
      reply,
      { title: actionName(locale, act.do), here: 'ask' },
      confirmActionContent(locale, view),
    );
  });

  app.post(
    '/s/:guild/act',
    { preHandler: app.csrfProtection, config: { rateLimit: { max: 60, timeWindow: '1 minute' } } },
    async (request, reply) => {
      const guild = guildOf(request);
      const asked = actSchema.safeParse(request.body).data;
      const act = asked === undefined ? null : readAct(asked.do, asked.what);
      if (asked === undefined || act === null || request.visitor === null) return reply.callNotFound();
      const who = nameInAudit(request.visitor);
      const reason = asked.reason.trim() === '' ? null : asked.reason.trim();
      const done = await controlQueue(parts, who, guild.id, act, reason).catch((error: unknown) => {
        if (error instanceof QueueAway) return { done: 'away' } as const;
        throw error;
      });
      if (done.done === 'not-here') return reply.callNotFound();
      live.moved();
      request.session.set('notice', outcomeSentence(localeFor(request), act.do, done));
      return reply.redirect(safeRedirect(asked.back), 303);
    },
  );
}

/** What is to be done, from the two fields that say it. Null when they make no sense together. */
function readAct(what: (typeof acts)[number], whom: string): QueueAction | null {
  switch (what) {
    case 'pause':
    case 'resume':
    case 'clear':
      return { do: what };
    case 'drain':
    case 'undrain':
      return whom === '' ? null : { do: what, worker: whom };
    default:
      return /^[A-Za-z][A-Za-z0-9]{0,20}$/.test(whom) ? { do: what, submission: whom } : null;
  }
}
