import { join } from 'node:path';
import { z } from 'zod';
import { sayOfSettings } from '../wording.ts';
import { databaseUrl, redisUrl } from './addresses.ts';
import { oneOf, setting, text, whole } from './setting.ts';

export const storageSettings = {
  name: 'storage',
  settings: {
    REDIS_URL: setting(
      redisUrl,
      'redis://127.0.0.1:6379',
      ['bot', 'worker', 'set-up'],
      'A Redis of your own: redis://host:port, with a password redis://:password@host:port, with a user of its ACL redis://user:password@host:port.\nrediss://… for TLS; redis+sentinel://host:port,host:port/primary; redis+cluster://host:port,host:port. When it is empty, the set-up’s own is used.',
    ),
    REDIS_CA_FILE: setting(
      text,
      null,
      ['bot', 'worker', 'set-up'],
      'Certificates (PEM) that sign that of your Redis; those of the system when it is empty. It is read anew at every connection.',
    ),
    QUEUE_PREFIX: setting(
      z.string().regex(/^[a-z0-9-]{1,40}$/, sayOfSettings('queuePrefix')),
      'dockhand',
      ['bot', 'worker'],
      'Put before every key in Redis, so that two Dockhands can share one. Bot and workers need the same.',
    ),
    QUEUE_LIMIT: setting(
      whole('wholeNumber', 1, 1_000_000),
      '1000',
      ['bot'],
      'How many verifications may wait; one more is refused, with a message that says so.',
    ),
    PRACTICE_PER_DAY: setting(
      whole('wholeNumber', 1, 1_000),
      '10',
      ['bot'],
      'How many repairs in a bug hunt a student may have built and run in 24 hours; then the quick check’s word stands.',
    ),
    REMEMBER_VERDICTS: setting(
      oneOf('on', 'off'),
      'on',
      ['bot'],
      'on: files that were verified before are answered from that verdict, marked as such; off: always anew.',
    ),
    DATABASE_URL: setting(
      databaseUrl,
      ({ state }) => join(state, 'records', 'dockhand.sqlite3'),
      ['bot'],
      'The path of an SQLite file, or postgres://user:password@host/database.',
    ),
    BACKUP_DIR: setting(
      text,
      ({ state }) => join(state, 'backups'),
      ['bot'],
      'The folder that the bot copies the records into; best on another disk.',
    ),
    BACKUP_HOURS: setting(
      whole('hours', 0, 8_760),
      '24',
      ['bot'],
      'How old the newest copy of the records may become; 0: the bot makes none.',
    ),
    BACKUP_KEEP: setting(whole('wholeNumber', 1, 1_000), '14', ['bot'], 'How many of these copies stay.'),
    RETENTION_DAYS: setting(
      whole('days', 0, 36_500),
      '365',
      ['bot'],
      'Days that files, logs and details of verifications are kept. How each came out stays, for the grades. 0: for ever.',
    ),
  },
} as const;

export const lessonSettings = {
  name: 'lessons',
  settings: {
    LESSONS_DIR: setting(
      text,
      ({ root }) => join(root, 'lessons'),
      ['bot', 'worker', 'set-up'],
      'A folder with a folder for each lesson. Bot and workers need the same lessons.',
    ),
    DOCKHAND_LESSON: setting(
      text,
      'backend-docker',
      ['bot'],
      'The lesson of the first class server, and of the command line.',
    ),
  },
} as const;
