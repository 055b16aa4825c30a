import { operatorLocale, type WordingValues, words } from '../wording/wording.ts';
import { fileTrouble } from './file-codes.js';
import { isError, messageOf } from './message-of.ts';

const say = words('system-trouble', {
  en: {
    absent: '{{what}} is not there',
    noFolder: 'no folder can be made at {{what}}',
    forbidden: 'this user may not use {{what}}',
    folder: '{{what}} is a folder',
    notFolder: 'a part of {{what}} is a file and no folder',
    tooLong: 'the path {{what}} is longer than this system takes',
    circle: 'the links at {{what}} lead in a circle',
    full: 'there is no room left on the disk of {{what}}',
    readOnly: 'the disk of {{what}} is mounted read-only',
    handles: 'this system lets nobody open more files now ({{what}})',
    refused: 'nobody listens at {{what}}',
    unknownHost: 'no address is found for {{what}}: the name is wrong, or no DNS server answers',
    noAnswer: 'no answer came from {{what}}: it is down, or a firewall lies between',
    hungUp: '{{what}} hung up',
    certificate: 'the certificate of {{what}} is not trusted ({{code}})',
    file: 'it',
    host: 'the other end',
  },
});

type Trouble = Exclude<Parameters<typeof say>[1], 'file' | 'host'>;

/** The same codes where a folder is made, together with those above it. */
const ofNewFolders: Readonly<Record<string, Trouble>> = {
  // The parent exists: this is a file system that takes no folders, as /proc is.
  ENOENT: 'noFolder',
  // What exists is a file.
  EEXIST: 'notFolder',
};

/** What the system's codes for a connection mean. */
const ofConnections: Readonly<Record<string, Trouble>> = {
  ECONNREFUSED: 'refused',
  ENOTFOUND: 'unknownHost',
  EAI_AGAIN: 'unknownHost',
  EAI_FAIL: 'unknownHost',
  ETIMEDOUT: 'noAnswer',
  EHOSTUNREACH: 'noAnswer',
  ENETUNREACH: 'noAnswer',
  UND_ERR_CONNECT_TIMEOUT: 'noAnswer',
  UND_ERR_HEADERS_TIMEOUT: 'noAnswer',
  ECONNRESET: 'hungUp',
  EPIPE: 'hungUp',
  UND_ERR_SOCKET: 'hungUp',
};

/** All names that OpenSSL and Node have for an untrusted certificate. */
const certificateCode = /CERT|^UNABLE_TO_|^ERR_TLS_CERT/;

/**
 * A file or connection error in plain words; null for an error without a system code. If several addresses were tried, or the
 * error has a cause, the first one with a code counts.
 */
export function systemTrouble(error: unknown): string | null {
  for (const each of chainOf(error)) {
    const { code, syscall, path, address, port, hostname, host } = each as unknown as Readonly<
      Record<string, unknown>
    >;
    if (typeof code !== 'string') continue;
    const file = typeof path === 'string' ? path : null;
    const place = [address ?? hostname ?? host, port].filter((part) => part !== undefined).join(':');
    const values = { code, what: place || file || say(operatorLocale, 'host') } satisfies WordingValues;
    // The path of a socket that nothing listens on.
    const nobody = code === 'ENOENT' && syscall === 'connect' ? 'refused' : null;
    const key = nobody ?? ofConnections[code] ?? (certificateCode.test(code) ? 'certificate' : null);
    if (key !== null) return say(operatorLocale, key, values);
    const ofFile = syscall === 'mkdir' ? (ofNewFolders[code] ?? fileTrouble(code)) : fileTrouble(code);
    if (ofFile !== undefined)
      return say(operatorLocale, ofFile, { what: file ?? say(operatorLocale, 'file') });
  }
  return null;
}

/** Why something failed: in plain words where the system only has a code for it, else as it was said. */
export const plainMessageOf = (error: unknown): string => systemTrouble(error) ?? messageOf(error);

/** An error, its causes and its parts; each once, up to a limit. */
function* chainOf(error: unknown, most = 8): Iterable<Error> {
  const waiting = [error];
  for (let n = 0; n < most && waiting.length > 0; n += 1) {
    const each = waiting.shift();
    if (!isError(each)) continue;
    yield each;
    if (each instanceof AggregateError) waiting.push(...(each.errors as readonly unknown[]));
    waiting.push(each.cause);
  }
}
