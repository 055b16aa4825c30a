import { isRecord, listOf, recordOf, textOf } from '../../yaml/plain.ts';

/** `1m30s`, as Compose reads a time. */
const duration = /^(?:\d{1,9}(?:\.\d{1,9})?(?:us|ms|s|m|h)){1,5}$/;
const isDuration = (value: unknown): boolean => duration.test(textOf(value) ?? '');
const always = (): boolean => true;

const port = /^\d{1,5}(?:-\d{1,5})?(?:\/(?:tcp|udp))?$/;
const healthTimes = ['interval', 'timeout', 'start_period', 'start_interval'];

/** Keys of a service whose effect is followed, or that have none on whether it serves; each with the values that are understood. */
const understood: Readonly<Record<string, (value: unknown) => boolean>> = {
  ...{ image: always, build: always, environment: always, env_file: always, ports: always, volumes: always },
  ...{ depends_on: always, networks: always, restart: always, labels: always, annotations: always },
  ...{
    command: always,
    entrypoint: always,
    user: always,
    working_dir: always,
    profiles: always,
    extends: always,
  },
  ...{ init: always, tty: always, stdin_open: always, attach: always, read_only: always, tmpfs: always },
  ...{ secrets: always, configs: always, stop_signal: always },
  healthcheck: (value) =>
    !isRecord(value) || healthTimes.every((name) => value[name] === undefined || isDuration(value[name])),
  container_name: (value) => /^[a-zA-Z0-9][\w.-]{1,100}$/.test(textOf(value) ?? ''),
  hostname: (value) => /^[a-zA-Z0-9][a-zA-Z0-9.-]{0,62}$/.test(textOf(value) ?? ''),
  expose: (value) => listOf(value).every((each) => port.test(String(each))),
  platform: (value) => value === 'linux/amd64',
  pull_policy: (value) => value === 'missing' || value === 'if_not_present',
  stop_grace_period: isDuration,
};

/** Whether all that a service says is understood: with any other key, or value, how it runs is not known. */
export function isUnderstood(composeFile: unknown, service: string): boolean {
  const { name, services } = recordOf(composeFile);
  if (name !== undefined && !/^[a-z0-9][a-z0-9_-]{0,62}$/.test(textOf(name) ?? '')) return false;
  return Object.entries(recordOf(recordOf(services)[service])).every(
    ([key, value]) =>
      key.startsWith('x-') || (Object.hasOwn(understood, key) && understood[key]?.(value) === true),
  );
}
