import { Locale as DiscordLocale } from 'discord.js';
import type { Page } from 'playwright-core';
import { type Channel, type Classroom, openClassroom } from '../../../classroom/server.ts';
import { bodyOf } from '../../../src/discord/render/message.ts';
import type { Screen } from './screen.ts';

/** The page shows the newest messages of a channel only. */
const perChannel = 20;

/** A class in a local Discord whose channels contain these screens, one message each. */
export interface ShownScreens {
  readonly classroom: Classroom;
  readonly channels: readonly {
    /** The channel, as a member of the class sees it. */
    readonly url: string;
    /** The ids of the messages that show screens. */
    readonly screens: ReadonlyMap<Screen, string>;
  }[];
}

/** @param language of the one who looks: times are shown in it */
export async function showScreens(screens: readonly Screen[], language = 'en'): Promise<ShownScreens> {
  const classroom = await openClassroom();
  const guild = classroom.addGuild({ name: 'Docker class' });
  const locale = Object.values(DiscordLocale).find((each) => each === language);
  classroom.join({ name: 'Ada', guild, ...(locale && { locale }) });
  const channels: ShownScreens['channels'][number][] = [];
  for (let from = 0; from < screens.length; from += perChannel) {
    const channel = classroom.addChannel(guild, { name: `screens-${channels.length + 1}` });
    const ids = new Map<Screen, string>();
    for (const screen of screens.slice(from, from + perChannel))
      ids.set(screen, await send(classroom, channel, screen));
    channels.push({ url: `${classroom.url}/?as=Ada&in=${channel.id}`, screens: ids });
  }
  return { classroom, channels };
}

async function send(classroom: Classroom, channel: Channel, { name, message }: Screen): Promise<string> {
  const response = await fetch(`${classroom.api}/v10/channels/${channel.id}/messages`, {
    method: 'POST',
    headers: { authorization: `Bot ${classroom.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(bodyOf(message)),
  });
  if (!response.ok) throw new Error(`${name}: ${response.status} ${await response.text()}`);
  return ((await response.json()) as { readonly id: string }).id;
}

/** Goes through the channels, and calls `look` with each message that shows a screen, once all of them are there. */
export async function lookAtScreens(
  page: Page,
  { channels }: ShownScreens,
  look: (screen: Screen, message: ReturnType<Page['locator']>) => Promise<void>,
): Promise<void> {
  for (const { url, screens } of channels) {
    await page.goto(url);
    for (const id of screens.values()) await page.locator(`#m${id}`).waitFor({ state: 'attached' });
    for (const [screen, id] of screens) await look(screen, page.locator(`#m${id}`));
  }
}
