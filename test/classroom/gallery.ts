import { crc32, deflateSync } from 'node:zlib';
import { type Client, MessageFlags, type TextChannel } from 'discord.js';
import type { Channel, Person } from '../../classroom/server.ts';

/** One of each kind of message that the page can show: to look at, for axe and for screenshots. */

/** A picture of 320 × 180 pixels, generated here, so that a page without a network shows it too. */
function picture(): Buffer {
  const [width, height] = [320, 180];
  const rows = Array.from({ length: height }, (_, y) => [
    0,
    ...Array.from({ length: width }, (_, x) => [40 + (x * 160) / width, 90 + (y * 120) / height, 210]).flat(),
  ]);
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.from(rows.flat()))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const V2 = MessageFlags.IsComponentsV2;
const text = (content: string) => ({ type: 10, content });
const button = (style: number, label: string, more: object = {}) => ({
  type: 2,
  style,
  label,
  ...(style === 5 ? { url: 'https://docs.docker.com/' } : { custom_id: `b${style}${label}` }),
  ...more,
});
const row = (...components: object[]) => ({ type: 1, components });
const options = (...labels: string[]) =>
  labels.map((label) => ({ label, value: label, description: `About ${label}` }));

const markdown = `# Heading one
## Heading two
### Heading three
-# Subtext, small and soft
**bold** *italic* __underlined__ ~~struck~~ ***both*** \`code\` ||a spoiler|| [a link](https://example.org) <https://example.org>
> a quote
> of two lines
- one
- two
  - nested
1. first
2. second
<t:1700000000:R> <t:1700000000:f> \\*not italic\\* snake_case_word 2 * 3 * 4
- - -
\`\`\`dockerfile
# syntax=docker/dockerfile:1
FROM python:3.12-slim
RUN pip install --no-cache-dir "uv==0.4.0" && echo "done"
\`\`\`
\`\`\`
no language
\`\`\``;

interface Kind {
  readonly name: string;
  readonly body: object;
}

const KINDS: readonly Kind[] = [
  { name: 'markdown', body: { content: markdown } },
  {
    name: 'buttons',
    body: {
      content: 'Buttons',
      components: [
        row(
          button(1, 'Primary'),
          button(2, 'Secondary'),
          button(3, 'Success', { emoji: { name: '✅' } }),
          button(4, 'Danger'),
          button(5, 'Link'),
        ),
        row(
          button(1, 'Off', { disabled: true, custom_id: 'off1' }),
          button(2, 'Off too', { disabled: true }),
          button(5, 'No link', { disabled: true }),
        ),
      ],
    },
  },
  {
    name: 'selects',
    body: {
      content: 'Selects',
      components: [
        row({
          type: 3,
          custom_id: 's',
          placeholder: 'Choose a TODO',
          options: options('One', 'Two', 'Three'),
        }),
        row({
          type: 3,
          custom_id: 'm',
          placeholder: 'Choose some',
          min_values: 1,
          max_values: 3,
          options: options('Red', 'Green', 'Blue'),
        }),
        row({ type: 5, custom_id: 'u', placeholder: 'A person' }),
        row({ type: 6, custom_id: 'r', placeholder: 'A role' }),
        row({ type: 8, custom_id: 'c', placeholder: 'A channel', disabled: true }),
      ],
    },
  },
  {
    name: 'container',
    body: {
      flags: V2,
      components: [
        {
          type: 17,
          accent_color: 0x2b9a52,
          components: [
            text('### ✅ Passed!\nIt was **really built** and really run.'),
            { type: 14 },
            {
              type: 9,
              components: [text('**Image**'), text('142 MB in 9 layers'), text('-# smaller than most')],
              accessory: button(2, 'Details'),
            },
            { type: 14, divider: false, spacing: 2 },
            {
              type: 9,
              components: [
                text('A section with a thumbnail, whose words are long enough to need a second line.'),
              ],
              accessory: { type: 11, media: { url: 'attachment://picture.png' }, description: 'A picture' },
            },
            { type: 12, items: [{ media: { url: 'attachment://picture.png' }, description: 'A picture' }] },
            { type: 13, file: { url: 'attachment://notes.txt' } },
            row(button(1, 'Next'), button(5, 'Guide')),
          ],
        },
      ],
    },
  },
  {
    name: 'spoilers',
    body: {
      flags: V2,
      components: [
        text('The answer, when you want it:'),
        {
          type: 17,
          spoiler: true,
          components: [text('```dockerfile\nRUN uv sync --frozen\n```\nbecause the lock file says so.')],
        },
        {
          type: 12,
          items: [
            { media: { url: 'attachment://picture.png' }, spoiler: true },
            { media: { url: 'attachment://picture.png' } },
            { media: { url: 'attachment://picture.png' } },
          ],
        },
        { type: 13, file: { url: 'attachment://notes.txt' }, spoiler: true },
      ],
    },
  },
  {
    name: 'embed',
    body: {
      embeds: [
        {
          color: 0xe07a00,
          author: { name: 'The author' },
          title: 'The title',
          url: 'https://example.org',
          description: 'A **description** with `code`.',
          fields: [
            { name: 'One', value: 'inline', inline: true },
            { name: 'Two', value: 'inline', inline: true },
            { name: 'Three', value: 'inline', inline: true },
            { name: 'Wide', value: 'not inline' },
          ],
          thumbnail: { url: 'attachment://picture.png' },
          footer: { text: 'The footer' },
          timestamp: '2026-01-02T03:04:05.000Z',
        },
      ],
    },
  },
];

const files = () => [
  { attachment: picture(), name: 'picture.png' },
  { attachment: Buffer.from('one\ntwo\n'), name: 'notes.txt' },
];

/** Sends one of each kind to a channel, and lets a person write there too. */
export async function showGallery(client: Client, place: Channel, person: Person): Promise<void> {
  const channel = (await client.channels.fetch(place.id)) as TextChannel;
  for (const { body } of KINDS) {
    const needed = files().filter((file) => JSON.stringify(body).includes(file.name));
    await channel.send({ ...body, ...(needed.length > 0 ? { files: needed } : {}) });
  }
  const said = person.say(place, 'Mine is attached <@1>', [
    { name: 'Dockerfile', bytes: Buffer.from('FROM python:3.12-slim\nWORKDIR /app\n') },
  ]);
  person.edit(said, `Mine is attached, <@${client.user?.id}>`);
  const first = await channel.messages.fetch(said.id);
  const reply = await first.reply('A reply');
  await reply.react('👍');
}
