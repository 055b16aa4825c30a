import { spawnSync } from 'node:child_process';
import { root } from '../paths.js';
import { NeedsPerson } from '../run.js';

/**
 * Checks whether bot and worker can use their settings, and reports all errors before anything is made. A container with bad settings
 * would restart again and again, and only its log would say why.
 */
export function settingsFit() {
  const { status } = spawnSync(process.execPath, ['bin/dockhand.js', 'config'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return status === 0;
}

/** Refuses settings that cannot work for bot and worker in containers, before anything is created. */
export function checkServices() {
  const {
    DATABASE_URL: database = '',
    REDIS_URL: redis = '',
    WEB_PORT: port,
    DISCORD_TOKEN,
    DISCORD_TOKEN_FILE,
  } = process.env;
  const problems = [
    ...(DISCORD_TOKEN || DISCORD_TOKEN_FILE ? [] : ['DISCORD_TOKEN is not set: put it into .env.']),
    ...(database === '' || /^postgres(ql)?:/.test(database)
      ? []
      : [
          'DATABASE_URL is a file that the container of the bot does not see: leave it empty, and the records lie in the folder records of DOCKHAND_STATE.',
        ]),
    ...(/^rediss?(?:\+\w+)?:\/\/(?:[^/]*@)?(?:[^/]*,)?(?:localhost|127\.|\[::1\])/.test(redis)
      ? [
          'REDIS_URL names this machine’s own loopback, which is another one inside a container: leave it empty for the Redis of the set-up, or name an address that containers reach.',
        ]
      : []),
    ...(port === '0'
      ? ['WEB_PORT is 0, but as a service the bot needs a port for its health: leave it empty.']
      : []),
  ];
  if (problems.length > 0)
    throw new NeedsPerson(
      ['Bot and worker cannot be services with these settings:', ...problems].join('\n  '),
    );
}
