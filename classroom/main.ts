import { parseArgs } from 'node:util';
import { openClassroom } from './server.ts';

/** `node classroom/main.ts [--port 4000] [--host 127.0.0.1] [--token …]`: a classroom by itself, for any bot. */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4000' },
    host: { type: 'string', default: '127.0.0.1' },
    token: { type: 'string', default: 'classroom-token' },
    name: { type: 'string', default: 'Bot' },
    'rate-limits': { type: 'string', default: 'discord' },
  },
});

const classroom = await openClassroom({
  port: Number(values.port),
  host: values.host,
  token: values.token,
  botName: values.name,
  rateLimits: values['rate-limits'] === 'generous' ? 'generous' : 'discord',
});
const guild = classroom.addGuild({ name: 'Docker class' });
const assistants = classroom.addRole(guild, { name: 'TA', permissions: 1n << 13n, color: 0x2b8a4b });
const channel = classroom.addChannel(guild, { name: 'docker-lesson', topic: 'Questions about the lesson' });
const staff = classroom.addChannel(guild, { name: 'staff', onlyRoles: [assistants.id] });
for (const name of ['Ada Lovelace', 'Linus T', 'Grace Hopper']) classroom.join({ name, guild });
classroom.join({ name: 'Tess', guild, roles: [assistants] });

process.stderr.write(`The classroom is open.
  Look at it      ${classroom.url}
  DISCORD_API_URL ${classroom.api}
  DISCORD_TOKEN   ${classroom.token}
  Guild ${guild.id}, TA role ${assistants.id}, class channel ${channel.id}, staff channel ${staff.id}
Ctrl-C closes it.
`);

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    classroom.close().then(() => process.exit(0));
  });
