import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Desk } from '../../desk/desk.ts';
import type { MemberDirectory } from '../../discord/rest/member-directory.ts';
import { QueueAway } from '../../queue/verify-queue.ts';
import type { Records, Submission } from '../../records/records.ts';
import { queueActionName } from '../../teaching/queue-action-names.ts';
import { type AuditLog, controlQueue, type QueueAction } from '../../teaching/staff-actions.ts';
import type { Locale } from '../../wording/wording.ts';
import { shownName } from '../components/outcome-labels.ts';
import type { LivePages } from '../live-pages.ts';
import { confirmActionContent, outcomeSentence } from '../pages/confirm-action.ts';
import { safeRedirect } from '../sign-in/safe-redirect.ts';
import { nameInAudit } from '../sign-in/visitor.ts';
import type { MemberNames } from '../views/member-names.ts';
import { guildOf, localeFor } from './access.ts';
import { sendPage } from './send-page.ts';

const actions = ['pause', 'resume', 'clear', 'promote', 'retry', 'cancel', 'drain', 'undrain'] as const;
const formSchema = z.object({
  do: z.enum(actions),
  what: z.string().max(200).default(''),
  back: z.string().max(200).default('/'),
  reason: z.string().max(200).default(''),
});

interface ActionForm {
  readonly action: QueueAction;
  readonly back: string;
  readonly reason: string | null;
}

export interface ActionRouteParts {
  readonly records: Records;
  readonly desk: Desk;
  readonly members: MemberDirectory;
  readonly auditLog: AuditLog;
  readonly names: MemberNames;
  readonly live: LivePages;
}

/** The confirmation pages of queue actions, and the actions themselves. */
export function serveStaffActions(app: FastifyInstance, parts: ActionRouteParts): void {
  const { records, members, live } = parts;
  app.get('/s/:guild/act', async (request, reply) => {
    const guild = guildOf(request);
    const locale = localeFor(request);
    const form = readForm(request.query);
    if (form === null) return reply.callNotFound();
    const { action, back } = form;
    const submission = 'submission' in action ? await records.submissions.get(action.submission) : null;
    if ('submission' in action && submission?.student.guild !== guild.id) return reply.callNotFound();
    const whom = await targetName(parts, locale, action, submission);
    const content = confirmActionContent(locale, {
      guild: guild.id,
      act: action,
      whom,
      back: safeRedirect(back),
      csrf: reply.generateCsrf(),
    });
    return sendPage(
      members,
      request,
      reply,
      { title: queueActionName(locale, action.do), here: 'ask' },
      content,
    );
  });

  app.post(
    '/s/:guild/act',
    { preHandler: app.csrfProtection, config: { rateLimit: { max: 60, timeWindow: '1 minute' } } },
    async (request, reply) => {
      const guild = guildOf(request);
      const form = readForm(request.body);
      if (form === null || request.visitor === null) return reply.callNotFound();
      const { action, back, reason } = form;
      const who = nameInAudit(request.visitor);
      const outcome = await controlQueue(parts, who, guild.id, action, reason).catch((error: unknown) => {
        if (error instanceof QueueAway) return { done: 'away' } as const;
        throw error;
      });
      if (outcome.done === 'not-here') return reply.callNotFound();
      live.moved();
      request.session.set('notice', outcomeSentence(localeFor(request), action.do, outcome));
      return reply.redirect(safeRedirect(back), 303);
    },
  );
}

/** The name of the user or object that an action affects. */
async function targetName(
  { names }: Pick<ActionRouteParts, 'names'>,
  locale: Locale,
  action: QueueAction,
  submission: Submission | null,
): Promise<string> {
  if ('worker' in action) return action.worker;
  if (submission === null) return '';
  const { guild, user } = submission.student;
  return shownName(locale, user, await names.ask(guild, user));
}

/** Parses the parameters of a form or link; null when they are invalid. */
function readForm(given: unknown): ActionForm | null {
  const form = formSchema.safeParse(given).data;
  const action = form === undefined ? null : actionOf(form.do, form.what);
  if (form === undefined || action === null) return null;
  const reason = form.reason.trim();
  return { action, back: form.back, reason: reason === '' ? null : reason };
}

/** The action that two form fields describe, or null when they are inconsistent. */
function actionOf(what: (typeof actions)[number], whom: string): QueueAction | null {
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
