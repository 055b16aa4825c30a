import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { GuildSettings, Records } from '../../records/records.ts';
import { acceptedLocale, type Locale, words } from '../../wording/wording.ts';
import { safeRedirect } from '../sign-in/safe-redirect.ts';
import type { Sessions } from '../sign-in/sessions.ts';
import type { Visitor } from '../sign-in/visitor.ts';

declare module 'fastify' {
  interface FastifyRequest {
    visitor: Visitor | null;
    guild: GuildSettings | null;
  }
}

const say = words('web.staff', {
  en: {
    first: 'Sign in first.',
    full: 'Too many pages are open. Close one, or try again in a minute.',
  },
});
export const tooManyPages = (locale: Locale): string => say(locale, 'full');

export const snowflakeSchema = z.string().regex(/^\d{15,21}$/);

export const localeFor = (request: FastifyRequest): Locale =>
  acceptedLocale(request.headers['accept-language']);

/** Whether a visitor may see the pages of a server. */
export const maySee = (visitor: Visitor | null, guild: string): boolean =>
  visitor?.kind === 'operator' || (visitor?.guilds.includes(guild) ?? false);

/** The server of the requested page. It is set wherever a path names one, because {@link guardStaffPages} ran before. */
export function guildOf(request: FastifyRequest): GuildSettings {
  if (request.guild === null) throw new Error('a page of a server without its server');
  return request.guild;
}

/** Restricts a server's pages to its teaching assistants and the operator. */
export function guardStaffPages(
  app: FastifyInstance,
  { records, sessions }: { readonly records: Records; readonly sessions: Sessions },
): void {
  app.decorateRequest('visitor', null);
  app.decorateRequest('guild', null);
  app.addHook('preHandler', async (request, reply) => {
    request.visitor = await sessions.visitor(request);
    if (request.visitor === null) {
      if (request.method !== 'GET' || request.headers.accept === 'text/event-stream')
        return reply
          .code(401)
          .type('text/plain')
          .send(`${say(localeFor(request), 'first')}\n`);
      const next = encodeURIComponent(safeRedirect(request.url.split('?')[0]));
      return reply.redirect(`/sign-in?next=${next}`, 303);
    }
    const wanted = (request.params as { readonly guild?: string }).guild;
    if (wanted === undefined) return undefined;
    // For everybody else the server does not exist, so that its existence is not revealed.
    const may = maySee(request.visitor, wanted) && snowflakeSchema.safeParse(wanted).success;
    request.guild = may ? await records.guilds.get(wanted) : null;
    if (request.guild === null) return reply.callNotFound();
    if (request.visitor.kind === 'ta') await records.staff.record(request.guild.id, request.visitor.user);
    return undefined;
  });
}
