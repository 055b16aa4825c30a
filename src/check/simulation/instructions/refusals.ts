import { type BuildError, buildError } from '../../dockerfile/build-error.ts';
import { platformParts } from '../../dockerfile/images/reference-grammar.ts';
import type { Instruction } from '../../dockerfile/instruction.ts';

/**
 * Values that BuildKit rejects when it processes an instruction, with its own error message. Each function returns null if the value is
 * accepted.
 */

export function refusedPort(port: string, line: number): BuildError | null {
  const refuse = (phrase: string): BuildError => buildError('InvalidPort', line, phrase, { port });
  const parts = port.split(':');
  const container = parts.at(-1) ?? '';
  const host = parts.length > 1 ? (parts.at(-2) ?? '') : '';
  const ip = parts.slice(0, -2).join(':');
  const [range = '', ...protocols] = container.split('/');
  const protocol = protocols.join('/');
  if (range === '') return refuse(`invalid port: ${JSON.stringify(port)}: no port specified`);
  if (!['', 'tcp', 'udp', 'sctp'].includes(protocol.toLowerCase())) {
    return refuse(`invalid port: ${JSON.stringify(port)}: invalid proto: ${protocol}`);
  }
  if (ip !== '' && !isAddress(ip.replace(/^\[(.*)\]$/, '$1'))) return refuse(`invalid IP address: ${ip}`);
  const inner = portRange(range);
  if (inner === null) return refuse(`invalid containerPort: ${range}`);
  if (host === '') return null;
  const outer = portRange(host);
  if (outer === null) return refuse(`invalid hostPort: ${host}`);
  if (inner !== outer && inner !== 0) {
    return refuse(`invalid ranges specified for container and host Ports: ${range} and ${host}`);
  }
  return null;
}

function isAddress(text: string): boolean {
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(text)) return text.split('.').every((part) => Number(part) < 256);
  return /^[0-9a-fA-F:.]+$/.test(text) && text.includes(':') && URL.canParse(`http://[${text}]/`);
}

/** Number of ports in a range beyond the first; null if it is not a range of ports. */
function portRange(text: string): number | null {
  const [start = '', end = start, ...more] = text.split('-');
  const isPort = (port: string): boolean => /^\+?\d+$/.test(port) && Number(port) <= 65_535;
  if (!isPort(start)) return null;
  if (start === text) return 0;
  if (more.length > 0 || !isPort(end) || Number(end) < Number(start)) return null;
  return Number(end) - Number(start);
}

export function refusedMode(mode: string, line: number): BuildError | null {
  const refuse = (): BuildError =>
    buildError(
      'InvalidChmod',
      line,
      `invalid chmod parameter: '${mode}'. it should be octal string and between 0 and 07777`,
      { mode },
    );
  if (mode === '') return null;
  if (/^[0-7]+$/.test(mode)) return Number.parseInt(mode, 8) > 0o7777 ? refuse() : null;
  const symbolic = /^(?:[ugoa]*(?:[-+=](?:[rwxXst]*|[ugo]))+)(?:,[ugoa]*(?:[-+=](?:[rwxXst]*|[ugo]))+)*$/;
  return symbolic.test(mode) ? null : refuse();
}

export function refusedSource(source: string, isAdd: boolean, line: number): BuildError | null {
  if (isAdd) return null;
  if (
    /^(?:git@|git:\/\/|ssh:\/\/)/.test(source) ||
    /^https?:\/\/[^#]*\.git(?:#.*)?$/.test(source) ||
    /^github\.com\//.test(source)
  ) {
    return buildError('InvalidCopySource', line, "source can't be a git ref for COPY", { source });
  }
  if (/^https?:\/\//.test(source)) {
    return buildError('InvalidCopySource', line, "source can't be a URL for COPY", { source });
  }
  return null;
}

/** `ADD --checksum` applies to downloads only, and needs a supported algorithm with the right number of digits. */
export function refusedChecksum(
  checksum: string,
  sources: readonly string[],
  line: number,
): BuildError | null {
  if (checksum === '') return null;
  const refuse = (phrase: string): BuildError =>
    buildError('UnknownFlag', line, phrase, { flag: '--checksum' });
  if (sources.some((source) => !/^(?:https?|git|ssh):\/\/|^git@|^github\.com\//.test(source)))
    return refuse('checksum requires HTTP(S) or Git sources');
  if (sources.some((source) => /\.git(?:#|$)|^git|^ssh/.test(source))) return null;
  const [algorithm = '', digits = '', ...more] = checksum.split(':');
  if (algorithm === '' || digits === '' || more.length > 0) return refuse('invalid checksum digest format');
  const length = { sha256: 64, sha384: 96, sha512: 128 }[algorithm];
  if (length === undefined) return refuse('unsupported digest algorithm');
  if (digits.length !== length) return refuse('invalid checksum digest length');
  return /^[0-9a-f]+$/.test(digits) ? null : refuse('invalid checksum digest format');
}

const signals = new Set(
  `ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT SEGV STKFLT STOP SYS TERM TRAP TSTP TTIN
   TTOU URG USR1 USR2 VTALRM WINCH XCPU XFSZ RTMIN RTMAX`.split(/\s+/),
);

export function refusedSignal(signal: string, line: number): BuildError | null {
  if (/^[+-]?\d+$/.test(signal)) {
    return Number(signal) === 0
      ? buildError('InvalidSignal', line, `invalid signal: ${signal}`, { signal })
      : null;
  }
  const name = signal.toUpperCase().replace(/^SIG/, '');
  const realTime = /^RTM(?:IN\+(?:[1-9]|1[0-5])|AX-(?:[1-9]|1[0-4]))$/.test(name);
  return signals.has(name) || realTime
    ? null
    : buildError('InvalidSignal', line, `invalid signal: ${signal}`, { signal });
}

export function refusedPlatform(platform: string, written: string, line: number): BuildError | null {
  // An empty `--platform=` is the same as none.
  if (written === '') return null;
  if (platform === '') {
    return buildError('InvalidPlatform', line, `empty platform value from expression ${written}`, {
      platform: written,
    });
  }
  if (platformParts(platform) !== null) return null;
  return buildError('InvalidPlatform', line, `failed to parse platform ${written}`, { platform: written });
}

const mountTypes = ['bind', 'cache', 'tmpfs', 'secret', 'ssh'];
const mountKeys = new Set(
  `type from source target readonly id sharing required size mode uid gid src dst destination ro rw readwrite env`.split(
    ' ',
  ),
);

/** Aliases of mount fields. */
const fieldNames: ReadonlyMap<string, string> = new Map([
  ['src', 'source'],
  ['dst', 'target'],
  ['destination', 'target'],
]);

/** Parses the fields of a `--mount`, with the error if it is invalid. */
export function readMount(
  mount: string,
  line: number,
  word: (text: string) => string,
): { readonly fields: ReadonlyMap<string, string>; readonly error: BuildError | null } {
  const fields = new Map<string, string>();
  const refuse = (phrase: string) => ({ fields, error: buildError('InvalidMount', line, phrase, { mount }) });
  for (const field of mount.split(',')) {
    const equals = field.indexOf('=');
    const key = (equals < 0 ? field : field.slice(0, equals)).toLowerCase();
    if (equals < 0) {
      if (['readonly', 'ro', 'readwrite', 'rw'].includes(key)) continue;
      if (key === 'required' && /type=(?:secret|ssh)/.test(mount)) continue;
      if (key === 'required')
        return refuse(`unexpected key 'required' for mount type '${fields.get('type') ?? 'bind'}'`);
      return refuse(`invalid field '${field}' must be a key=value pair`);
    }
    const raw = field.slice(equals + 1).replace(/^"(.*)"$/, '$1');
    if (key === 'from' && /\$./.test(raw)) {
      return refuse("'from' doesn't support variable expansion, define alias stage instead");
    }
    const value = key === 'from' ? raw : word(raw);
    if (!mountKeys.has(key)) return refuse(`unexpected key '${key}' in '${field}'`);
    if (key === 'type' && !mountTypes.includes(value.toLowerCase()))
      return refuse(`unsupported mount type "${value}"`);
    if (key === 'sharing' && !['shared', 'private', 'locked'].includes(value.toLowerCase())) {
      return refuse(`unsupported sharing value "${value}"`);
    }
    if ((key === 'uid' || key === 'gid') && !/^\d+$/.test(value))
      return refuse(`invalid value ${value} for ${key}`);
    if (key === 'mode' && !/^[0-7]+$/.test(value)) return refuse(`invalid value ${value} for mode`);
    fields.set(fieldNames.get(key) ?? key, value);
  }
  const type = (fields.get('type') ?? 'bind').toLowerCase();
  for (const key of ['mode', 'uid', 'gid']) {
    if (fields.has(key) && (type === 'bind' || type === 'tmpfs'))
      return refuse(`${key} not allowed for "${type}" type mounts`);
  }
  if (fields.has('size') && type !== 'tmpfs') return refuse(`unexpected key 'size' for mount type '${type}'`);
  if (fields.has('sharing') && type !== 'cache') return refuse(`invalid cache sharing set for ${type} mount`);
  if (type === 'secret' && !fields.has('id') && !fields.has('source') && !fields.has('target')) {
    return refuse('invalid secret mount. one of source, target required');
  }
  if (type === 'secret' && fields.has('from')) return refuse('secret mount should not have a from');
  return { fields, error: null };
}

/** `COPY --from`: an earlier stage by name or number, otherwise an image. */
export function refusedFrom(
  instruction: Instruction,
  stages: readonly { readonly name: string | null }[],
  current: number,
  all: number,
): { readonly error: BuildError; readonly pass: 'commands' | 'dispatch' } | null {
  const from = instruction.options.get('from')?.[0];
  if (from === undefined || from === '') return null;
  const { line } = instruction;
  if (/[$'"\\]/.test(from)) {
    const phrase =
      'variable expansion is not supported for --from, define a new stage with FROM using ARG from global scope as a workaround';
    return { error: buildError('InvalidCopyFrom', line, phrase, { from }), pass: 'commands' };
  }
  if (/^[+-]?\d+$/.test(from)) {
    const index = Number(from);
    if (index < 0 || index >= all) {
      return {
        error: buildError('InvalidCopyFrom', line, `invalid stage index ${index}`, { from }),
        pass: 'commands',
      };
    }
    if (index === current) return circular(instruction, from);
    if (index > current) return refuseLaterStage(instruction, from, current);
    return null;
  }
  const index = stages.findLastIndex(({ name }) => name === from.toLowerCase());
  if (index === current) return circular(instruction, from);
  return index > current ? refuseLaterStage(instruction, from, current) : null;
}

function circular({ line }: Instruction, from: string) {
  const phrase = `circular dependency detected on stage: ${from}`;
  return { error: buildError('CircularDependency', line, phrase, { from }), pass: 'commands' as const };
}

function refuseLaterStage({ line }: Instruction, from: string, current: number) {
  const phrase = `cannot copy from stage "${from}", it needs to be defined before current stage "stage-${current}"`;
  return { error: buildError('InvalidCopyFrom', line, phrase, { from }), pass: 'dispatch' as const };
}
