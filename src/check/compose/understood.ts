import { isRecord, listOf, recordOf, textOf } from '../../yaml/plain.ts';

/** `1m30s`, as Compose reads a time. */
const duration = /^(?:\d{1,9}(?:\.\d{1,9})?(?:us|ms|s|m|h)){1,5}$/;
const isDuration = (value: unknown): boolean => duration.test(textOf(value) ?? '');

const port = /^\d{1,5}(?:-\d{1,5})?(?:\/(?:tcp|udp))?$/;
const healthTimes = ['interval', 'timeout', 'start_period', 'start_interval'];

/** Keys of a service whose effect is followed, or that have none on whether it serves. */
const understood = new Set(
  `image build environment env_file ports volumes depends_on networks restart labels annotations command entrypoint user
  working_dir profiles extends init tty stdin_open attach read_only tmpfs secrets configs stop_signal`.split(
    /\s+/,
  ),
);

/** Others, each with the values that are understood. */
const values: Readonly<Record<string, (value: unknown) => boolean>> = {
  healthcheck: (value) =>
    !isRecord(value) || healthTimes.every((name) => value[name] === undefined || isDuration(value[name])),
  container_name: (value) => /^[a-zA-Z0-9][\w.-]{1,100}$/.test(textOf(value) ?? ''),
  hostname: (value) => /^[a-zA-Z0-9][a-zA-Z0-9.-]{0,62}$/.test(textOf(value) ?? ''),
  expose: (value) => listOf(value).every((each) => port.test(String(each))),
  platform: (value) => value === 'linux/amd64',
  pull_policy: (value) => value === 'missing' || value === 'if_not_present',
  stop_grace_period: isDuration,
};
const isValueUnderstood = (key: string, value: unknown): boolean =>
  Object.hasOwn(values, key) && values[key]?.(value) === true;

/** Whether all that a service says is understood: with any other key, or value, how it runs is not known. */
export function isUnderstood(composeFile: unknown, service: string): boolean {
  const { name, services } = recordOf(composeFile);
  if (name !== undefined && !/^[a-z0-9][a-z0-9_-]{0,62}$/.test(textOf(name) ?? '')) return false;
  return Object.entries(recordOf(recordOf(services)[service])).every(
    ([key, value]) => key.startsWith('x-') || understood.has(key) || isValueUnderstood(key, value),
  );
}
