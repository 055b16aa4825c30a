import type { APIMessage } from 'discord-api-types/v10';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import * as z from 'zod';
import type { Classroom } from '../classroom.ts';
import { type FieldValue, Form } from '../people/modal-form.ts';
import type { Person } from '../people/person.ts';
import type { UploadedFile } from '../world/files.ts';
import { personOf } from './live-view.ts';

const onMessage = { message: z.string(), channel: z.string() };

/** Actions that a person can take on the page. */
const PageAction = z.discriminatedUnion('do', [
  z.object({ do: z.literal('say'), channel: z.string(), text: z.string() }),
  z.object({ do: z.literal('slash'), channel: z.string(), text: z.string() }),
  z.object({ do: z.literal('typing'), channel: z.string() }),
  z.object({ do: z.literal('edit'), ...onMessage, text: z.string() }),
  z.object({ do: z.literal('delete'), ...onMessage }),
  z.object({ do: z.literal('dismiss'), ...onMessage }),
  z.object({ do: z.literal('press'), ...onMessage, customId: z.string() }),
  z.object({ do: z.literal('select'), ...onMessage, customId: z.string(), values: z.array(z.string()) }),
  z.object({ do: z.literal('message-command'), ...onMessage, name: z.string() }),
  z.object({
    do: z.literal('autocomplete'),
    channel: z.string(),
    name: z.string(),
    option: z.string(),
    text: z.string(),
  }),
  z.object({
    do: z.literal('submit'),
    interaction: z.string(),
    values: z.record(z.string(), z.union([z.string(), z.boolean(), z.array(z.string())])),
    /** How many of the uploaded files belong to which field, in order. */
    files: z.record(z.string(), z.number()),
  }),
  z.object({ do: z.literal('close-form'), interaction: z.string() }),
  z.object({
    do: z.literal('fault'),
    fault: z.enum(['drop', 'drop-for-good', '429', '500', 'slow', 'dms', 'dms-open', 'expire']),
  }),
]);
type PageAction = z.infer<typeof PageAction>;

/**
 * Carries out the page's actions, as far as its person could take them in Discord. If Discord's client would not allow one, the reason is
 * returned.
 */
export function serveActions(app: FastifyInstance, classroom: Classroom): void {
  app.post<{ Querystring: { as?: string } }>('/page/act', async (request, reply) => {
    // Only the page itself can send this header: another site's page would need a CORS preflight, which is never answered.
    if (request.headers['x-classroom'] !== 'page') return reply.code(403).send({ problem: 'Not from here.' });
    const person = personOf(classroom, request.query.as);
    if (!person) return reply.code(404).send({ problem: 'Nobody of that name.' });
    try {
      const { what, files } = await read(request);
      return reply.send((await act(classroom, person, what, files)) ?? {});
    } catch (error) {
      return reply.code(400).send({ problem: (error as Error).message });
    }
  });
  app.get('/page/wire', (request, reply) =>
    request.headers['x-classroom'] === 'page'
      ? reply.send({ requests: classroom.requests.slice(-100), events: classroom.events.slice(-100) })
      : reply.code(403).send({}),
  );
}

async function read(request: FastifyRequest): Promise<{ what: PageAction; files: UploadedFile[] }> {
  let raw: unknown;
  const files: UploadedFile[] = [];
  for await (const part of request.parts()) {
    if (part.type === 'file') files.push({ name: part.filename, bytes: await part.toBuffer() });
    else if (part.fieldname === 'what') raw = JSON.parse(String(part.value));
  }
  return { what: PageAction.parse(raw), files };
}

async function act(
  classroom: Classroom,
  person: Person,
  what: PageAction,
  files: readonly UploadedFile[],
): Promise<object | undefined> {
  switch (what.do) {
    case 'say':
      person.say(placeOf(classroom, person, what.channel), what.text, files);
      return;
    case 'slash':
      return start(person.slash(what.text, { where: placeOf(classroom, person, what.channel), files }));
    case 'typing':
      person.typing(placeOf(classroom, person, what.channel));
      return;
    case 'edit':
      person.edit(messageOf(person, what), what.text);
      return;
    case 'delete':
      person.delete(messageOf(person, what));
      return;
    case 'dismiss':
      person.dismiss(messageOf(person, what));
      return;
    case 'press':
      return start(person.press(messageOf(person, what), what.customId));
    case 'select':
      return start(person.select(messageOf(person, what), what.customId, what.values));
    case 'message-command':
      return start(person.messageCommand(what.name, messageOf(person, what)));
    case 'autocomplete':
      return {
        choices: await person.autocomplete(what.name, what.option, what.text, {
          where: placeOf(classroom, person, what.channel),
        }),
      };
    case 'submit':
      return submit(classroom, person, what, files);
    case 'close-form': {
      formOf(classroom, person, what.interaction).close();
      return;
    }
    case 'fault':
      fault(classroom, person, what.fault);
      return;
  }
}

/** The bot's answer reaches the page through its WebSocket; this response only says that the form was sent. */
function start(answer: Promise<unknown>): undefined {
  answer.catch(() => {});
  return undefined;
}

function submit(
  classroom: Classroom,
  person: Person,
  what: Extract<PageAction, { do: 'submit' }>,
  files: readonly UploadedFile[],
): undefined {
  let from = 0;
  const values: Record<string, FieldValue> = { ...what.values };
  for (const [field, count] of Object.entries(what.files)) {
    values[field] = files.slice(from, from + count);
    from += count;
  }
  return start(formOf(classroom, person, what.interaction).fill(values).submit());
}

function formOf(classroom: Classroom, person: Person, id: string): Form {
  const interaction = classroom.world.interactions.get(id);
  if (!interaction?.modal || interaction.userId !== person.id) throw new Error('That form is gone.');
  return new Form(classroom.world, interaction, interaction.modal, async () => undefined);
}

function placeOf(classroom: Classroom, person: Person, id: string) {
  const channel = classroom.world.channels.get(id);
  if (!channel || !classroom.world.sees(person.id, channel)) throw new Error('You cannot write there.');
  return channel;
}

function messageOf(person: Person, { message, channel }: { message: string; channel: string }): APIMessage {
  return person.find(channel, message);
}

function fault(
  classroom: Classroom,
  person: Person,
  name: Extract<PageAction, { do: 'fault' }>['fault'],
): void {
  const faults: Record<typeof name, () => void> = {
    drop: () => classroom.gateway.drop({ resumable: true }),
    'drop-for-good': () => classroom.gateway.drop({ resumable: false }),
    429: () => classroom.faults.add({ status: 429 }),
    500: () => classroom.faults.add({ status: 500 }),
    slow: () => classroom.faults.add({ slow: 2_000 }),
    dms: () => person.closeDms(),
    'dms-open': () => person.openDms(),
    expire: () => classroom.expireTokens(),
  };
  faults[name]();
}
