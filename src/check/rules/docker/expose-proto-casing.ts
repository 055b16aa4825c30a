import { quoted } from '../../dockerfile/text.ts';
import { defineRule, dockerPage } from '../rule.ts';
import { ports } from './queries.ts';

export const exposeProtoCasing = defineRule({
  id: 'ExposeProtoCasing',
  severity: 'advice',
  url: dockerPage('expose-proto-casing'),
  reads: 'the protocols of EXPOSE',
  texts: {
    title: 'Protocols are in lower case',
    why: 'EXPOSE takes tcp, udp and sctp; lower case is how they are written.',
    found: 'Write the protocol of {{port}} in lower case.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\nEXPOSE 8000/tcp\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nEXPOSE 8000/TCP\n' },
  find: (context, report) => {
    return ports(context).flatMap(({ port, line, file }) => {
      const protocol = port.split('/')[1] ?? '';
      return protocol === protocol.toLowerCase()
        ? []
        : [{ file, line, message: report('found', { port: quoted(port) }) }];
    });
  },
});
