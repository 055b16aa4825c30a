import type { FastifyReply, FastifyRequest } from 'fastify';
import type { MemberDirectory } from '../../discord/rest/member-directory.ts';
import { type Frame, framedDocument } from '../components/document.ts';
import type { Html } from '../components/html.ts';
import { localeFor } from './access.ts';

/** Sends a page in its frame, with the visitor, the server and the one-time notice. */
export async function sendPage(
  directory: Pick<MemberDirectory, 'guildName'>,
  request: FastifyRequest,
  reply: FastifyReply,
  page: Pick<Frame, 'title' | 'here'>,
  content: Html,
): Promise<FastifyReply> {
  const { visitor, guild, session } = request;
  const notice = session.get('notice') ?? null;
  if (notice !== null) session.set('notice', undefined);
  const frame: Frame = {
    title: page.title,
    here: page.here,
    name: visitor?.kind === 'ta' ? visitor.name : null,
    csrf: reply.generateCsrf(),
    notice,
    guild: guild === null ? null : { id: guild.id, name: directory.guildName(guild.id) },
    several: visitor?.kind === 'operator' || (visitor?.guilds.length ?? 0) > 1,
    operator: visitor?.kind === 'operator',
  };
  return reply
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(framedDocument(localeFor(request), frame, content));
}
