import type { APIAttachment } from 'discord-api-types/v10';
import type { World } from './world.ts';

/** An incoming file: from a bot's multipart body, or from a person who drops it. */
export interface UploadedFile {
  readonly name: string;
  readonly bytes: Buffer;
  /** The sender's content type, which Discord does not trust either: it guesses from the name. */
  readonly description?: string | undefined;
}

/** Ten mebibytes: Discord's limit for one file without a subscription. */
export const FILE_LIMIT = 10 * 1024 * 1024;

const TYPES: Readonly<Record<string, string>> = {
  txt: 'text/plain; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  sh: 'text/x-sh; charset=utf-8',
  py: 'text/x-python; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  yml: 'application/yaml; charset=utf-8',
  yaml: 'application/yaml; charset=utf-8',
  html: 'text/html; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  pdf: 'application/pdf',
  zip: 'application/zip',
};

/**
 * The name that Discord gives a file: characters other than letters, digits, `-`, `_` and `.` become `_`, and dots and underscores at
 * either end are removed (`.dockerignore` arrives as `dockerignore`).
 */
export function storedName(name: string): string {
  const base = name.split(/[\\/]/).at(-1) ?? '';
  const clean = base
    .normalize('NFKD')
    .replace(/\s+/g, '_')
    .replace(/[^A-Za-z0-9_.-]/g, '')
    .replace(/^[._]+|[._]+$/g, '');
  return clean === '' ? 'unknown' : clean;
}

/** Stores a file and gives it the address under which the classroom serves it, with a signature that looks like Discord's. */
export function storeFile(
  world: World,
  channelId: string,
  upload: UploadedFile,
  { ephemeral = false }: { readonly ephemeral?: boolean } = {},
): APIAttachment {
  const id = world.nextId();
  const filename = storedName(upload.name);
  const until = Math.floor((world.clock.now() + 24 * 3_600_000) / 1000).toString(16);
  const since = Math.floor(world.clock.now() / 1000).toString(16);
  const folder = ephemeral ? 'ephemeral-attachments' : 'attachments';
  const url = `${world.origin}/${folder}/${channelId}/${id}/${filename}?ex=${until}&is=${since}&hm=${id}&`;
  const type = TYPES[filename.split('.').at(-1)?.toLowerCase() ?? ''];
  const pixels = pngSize(upload.bytes);
  const attachment: APIAttachment = {
    id,
    filename,
    size: upload.bytes.length,
    url,
    proxy_url: url,
    ...(filename === upload.name ? {} : { title: upload.name.replace(/\.[^.]*$/, '') || upload.name }),
    ...(upload.description === undefined ? {} : { description: upload.description }),
    ...(type === undefined ? {} : { content_type: type }),
    ...(pixels === null ? {} : pixels),
    ...(ephemeral ? { ephemeral: true } : {}),
  };
  world.files.set(id, { attachment, bytes: upload.bytes });
  return attachment;
}

function pngSize(bytes: Buffer): { width: number; height: number } | null {
  if (bytes.length < 24 || bytes.readUInt32BE(0) !== 0x89504e47) return null;
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}
