import { Client, Events, GatewayIntentBits, type Interaction, Partials } from 'discord.js';
import { type Classroom, type ClassroomOptions, openClassroom } from '../../classroom/server.ts';

/** A classroom with a class channel, a staff channel for TAs, a student and a TA. */
export async function openClass(options: ClassroomOptions = {}) {
  const classroom = await openClassroom(options);
  const guild = classroom.addGuild({ name: 'Docker class' });
  const ta = classroom.addRole(guild, { name: 'TA', permissions: 1n << 13n });
  const channel = classroom.addChannel(guild, { name: 'class' });
  const staff = classroom.addChannel(guild, { name: 'staff', onlyRoles: [ta.id] });
  const ada = classroom.join({ name: 'Ada', guild });
  const tess = classroom.join({ name: 'Tess', guild, roles: [ta] });
  return { classroom, guild, ta, channel, staff, ada, tess };
}

export const INTENTS = [
  GatewayIntentBits.Guilds,
  GatewayIntentBits.GuildMessages,
  GatewayIntentBits.DirectMessages,
];

export function newClient(classroom: Classroom, intents = INTENTS): Client {
  return new Client({
    intents,
    partials: [Partials.Channel],
    rest: { api: classroom.api, version: '10', retries: 1, timeout: 5_000 },
    shards: 'auto',
  });
}

/** The genuine discord.js, logged in. */
export async function logIn(classroom: Classroom, intents = INTENTS): Promise<Client<true>> {
  const client = newClient(classroom, intents);
  const ready = new Promise<void>((resolve) => client.once(Events.ClientReady, () => resolve()));
  await client.login(classroom.token);
  await ready;
  return client as Client<true>;
}

/** Answers every interaction with one function; errors that it throws are kept. */
export function onInteraction(
  client: Client,
  answer: (interaction: Interaction) => Promise<unknown>,
): unknown[] {
  const errors: unknown[] = [];
  client.on(Events.InteractionCreate, (interaction) => {
    answer(interaction).catch((error: unknown) => errors.push(error));
  });
  return errors;
}

/** Discord's error for a refused request. */
export async function refusal(
  request: Promise<unknown>,
): Promise<{ code: number; status: number; text: string }> {
  try {
    await request;
  } catch (error) {
    const { code, status, message } = error as { code: number; status: number; message: string };
    return { code, status, text: message };
  }
  throw new Error('the request was not refused');
}
