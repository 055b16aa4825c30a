import type { FastifyInstance } from 'fastify';
import type { TextReader } from '../../checker/text-reader.ts';
import { lessonIn } from '../../lesson/lesson-in.ts';
import type { LessonWithTree } from '../../library/library.ts';
import { classView } from '../../teaching/views.ts';
import { shownName } from '../components/outcome-labels.ts';
import { boardContent, boardTitle } from '../pages/board.ts';
import { classContent, classTitle, noLessonContent } from '../pages/class.ts';
import { serversContent, serversTitle } from '../pages/servers.ts';
import { studentContent } from '../pages/student.ts';
import type { Sessions } from '../sign-in/sessions.ts';
import { BoardViews } from '../views/board-view.ts';
import { loadStudentPage } from '../views/student-view.ts';
import { guardStaffPages, localeFor, maySee, snowflakeSchema } from './access.ts';
import { type ActionRouteParts, serveStaffActions } from './action-routes.ts';
import { LivePageRoutes } from './live-page-routes.ts';
import { sendPage } from './send-page.ts';

export interface StaffParts extends ActionRouteParts {
  readonly lesson: (slug: string) => LessonWithTree | null;
  readonly reading: TextReader;
  readonly sessions: Sessions;
}

/** The pages for teaching assistants. All of them are restricted to the TAs of the particular server. */
export async function serveStaff(app: FastifyInstance, parts: StaffParts): Promise<void> {
  guardStaffPages(app, parts);
  serveServerList(app, parts);
  const pages = new LivePageRoutes(app, parts);
  addBoard(pages, parts);
  addClass(pages, parts);
  addStudent(pages, parts);
  serveStaffActions(app, parts);
}

function serveServerList(app: FastifyInstance, { records, members }: StaffParts): void {
  app.get('/', async (request, reply) => {
    const { visitor } = request;
    const own = (await records.guilds.all()).filter((guild) => maySee(visitor, guild.id));
    const [only] = own;
    if (own.length === 1 && only !== undefined && visitor?.kind === 'ta')
      return reply.redirect(`/s/${only.id}`, 303);
    const servers = own.map((guild) => ({ ...guild, name: members.guildName(guild.id) }));
    const locale = localeFor(request);
    const page = { title: serversTitle(locale), here: 'servers' } as const;
    return sendPage(members, request, reply, page, serversContent(locale, servers));
  });
}

function addBoard(pages: LivePageRoutes, { records, desk, names }: StaffParts): void {
  const boards = new BoardViews({ records, desk, names });
  pages.add('', async (guild, _params, locale) => ({
    here: 'board',
    title: boardTitle(locale),
    content: async () =>
      boardContent(locale, guild.id, await boards.load(guild.id, guild.lesson), Date.now()),
  }));
}

function addClass(pages: LivePageRoutes, { records, names, lesson }: StaffParts): void {
  pages.add('/class', async (guild, _params, locale) => {
    const found = lesson(guild.lesson);
    return {
      here: 'class',
      title: classTitle(locale),
      content: async () => {
        if (found === null) return noLessonContent(locale, guild.lesson);
        const nameOf = (user: string) => names.of(guild.id, user);
        const shown = lessonIn(found.lesson, locale);
        return classContent(locale, await classView(records, guild.id, shown, { nameOf }));
      },
    };
  });
}

function addStudent(pages: LivePageRoutes, parts: StaffParts): void {
  const { records, names, lesson } = parts;
  pages.add('/student/:user', async (guild, params, locale) => {
    const user = snowflakeSchema.safeParse(params.user).data;
    if (user === undefined) return null;
    const found = lesson(guild.lesson);
    const name = await names.ask(guild.id, user);
    const student = { guild: guild.id, user };
    const known = name !== null || (await records.submissions.latest(student, guild.lesson)) !== null;
    if (!known) return null;
    const nameOf = (one: string) => (snowflakeSchema.safeParse(one).success ? names.of(guild.id, one) : null);
    return {
      here: 'student',
      title: shownName(locale, user, name),
      content: async () => {
        if (found === null) return noLessonContent(locale, guild.lesson);
        const shown = { ...found, lesson: lessonIn(found.lesson, locale) };
        return studentContent(locale, await loadStudentPage(parts, student, shown, name, nameOf), Date.now());
      },
    };
  });
}
