import { parseArgs } from 'node:util';
import { openStandalone } from './standalone.ts';

/** `node classroom/main.ts [--port 4000] [--host 127.0.0.1] [--token …] [--name …] [--rate-limits generous]` */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4000' },
    host: { type: 'string', default: '127.0.0.1' },
    token: { type: 'string', default: 'classroom-token' },
    name: { type: 'string', default: 'Bot' },
    'rate-limits': { type: 'string', default: 'discord' },
  },
});

const { classroom, introduction } = await openStandalone({
  port: Number(values.port),
  host: values.host,
  token: values.token,
  botName: values.name,
  rateLimits: values['rate-limits'] === 'generous' ? 'generous' : 'discord',
});
process.stderr.write(introduction);

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, async () => {
    await classroom.close();
    process.exit(0);
  });
