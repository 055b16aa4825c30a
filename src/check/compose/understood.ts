import { isRecord, listOf, recordOf, textOf } from '../../yaml/plain.ts';

/** A duration as Compose writes it, such as `1m30s`. */
const duration = /^(?:\d{1,9}(?:\.\d{1,9})?(?:us|ms|s|m|h)){1,5}$/;
const isDuration = (value: unknown): boolean => duration.test(textOf(value) ?? '');

const port = /^\d{1,5}(?:-\d{1,5})?(?:\/(?:tcp|udp))?$/;
const healthTimes = ['interval', 'timeout', 'start_period', 'start_interval'];

/** Keys of a service whose effect is known, or that do not affect whether it serves. */
const understood = new Set(
  `image build develop links environment env_file ports volumes depends_on networks restart labels annotations command entrypoint user
  working_dir profiles extends init tty stdin_open attach read_only tmpfs secrets configs stop_signal`.split(
    /\s+/,
  ),
);

/** Other keys, with the values whose effect is known. */
const values: Readonly<Record<string, (value: unknown) => boolean>> = {
  healthcheck: (value) =>
    !isRecord(value) || healthTimes.every((name) => value[name] === undefined || isDuration(value[name])),
  container_name: (value) => /^[a-zA-Z0-9][\w.-]{1,100}$/.test(textOf(value) ?? ''),
  hostname: (value) => /^[a-zA-Z0-9][a-zA-Z0-9.-]{0,62}$/.test(textOf(value) ?? ''),
  expose: (value) => listOf(value).every((each) => port.test(String(each))),
  platform: (value) => value === 'linux/amd64',
  pull_policy: (value) => value === 'missing' || value === 'if_not_present',
  stop_grace_period: isDuration,
  logging: (value) =>
    ['json-file', 'local', undefined].includes(recordOf(value).driver as string | undefined),
  scale: (value) => value === 1,
  deploy: isOneReplica,
  mem_limit: isRoomy,
  mem_reservation: isRoomy,
  shm_size: isRoomy,
  cpus: (value) => Number(value) >= 0.1,
  ulimits: (value) =>
    Object.entries(recordOf(value)).every(
      ([name, most]) => name === 'nofile' && Number(recordOf(most).soft ?? most) >= 1024,
    ),
};

/** Enough memory to start any server of a class (Django's development server takes some 90 MB), written as `256m`, `0.5g` or in bytes. */
function isRoomy(value: unknown): boolean {
  const [, count = '', unit = 'b'] =
    /^(\d{1,12}(?:\.\d{1,3})?)[ ]?([kmg])?b?$/i.exec(textOf(value) ?? '') ?? [];
  const bytes = Number(count) * (units[unit.toLowerCase()] ?? 1);
  return count !== '' && bytes >= 192 * 1024 ** 2;
}
const units: Readonly<Record<string, number>> = { k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/** One container with sufficient resources. How a swarm would place it is irrelevant here. */
function isOneReplica(value: unknown): boolean {
  const { replicas, resources, mode } = recordOf(value);
  const { memory, cpus } = recordOf(recordOf(resources).limits);
  return (
    mode !== 'global' &&
    (replicas === undefined || replicas === 1) &&
    (memory === undefined || isRoomy(memory)) &&
    (cpus === undefined || Number(cpus) >= 0.1)
  );
}

const isValueUnderstood = (key: string, value: unknown): boolean =>
  Object.hasOwn(values, key) && values[key]?.(value) === true;

/** Whether the effect of all keys and values of a service is known; if not, it is unknown how the service runs. */
export function isUnderstood(composeFile: unknown, service: string): boolean {
  const { name, services } = recordOf(composeFile);
  if (name !== undefined && !/^[a-z0-9][a-z0-9_-]{0,62}$/.test(textOf(name) ?? '')) return false;
  return Object.entries(recordOf(recordOf(services)[service])).every(
    ([key, value]) => key.startsWith('x-') || understood.has(key) || isValueUnderstood(key, value),
  );
}
