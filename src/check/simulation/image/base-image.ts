import { unknownText } from '../../dockerfile/unknown-text.ts';
import { nearest } from '../../nearest.ts';
import type { BaseFolders } from './files.ts';
import { slimPrograms } from './slim-image.ts';

/** What is known of the images that a lesson's Dockerfile starts from, without asking a registry. */
export interface BaseImage {
  /** As `FROM` names it after substitution. */
  readonly reference: string;
  readonly files: 'known' | 'unknown' | 'empty';
  /** Programs on its PATH; null when that is not known. */
  readonly programs: ReadonlySet<string> | null;
  /** What is known of its own folders; and, where that is all, `programs` has all of them but those that only some images have. */
  readonly folders: BaseFolders;
  readonly family: 'debian' | 'alpine' | 'none' | 'unknown';
  /** Its environment; null when that is not known. */
  readonly env: Readonly<Record<string, string>> | null;
  readonly workdir: string;
  readonly user: string;
  readonly hasUv: boolean;
}

const words = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== '');

const core = words(`
  sh cat chgrp chmod chown cp cut date dd df dirname du echo env expr false find grep head hostname id install kill ln
  ls md5sum mkdir mktemp mv nice nohup od printf pwd readlink realpath rm rmdir sed seq sha256sum sleep sort stat stty
  su sync tail tar tee test timeout touch tr true uname uniq wc which whoami xargs yes [ basename gzip gunzip awk`);
/** Programs of every image that has a shell. */
export const everywhere: ReadonlySet<string> = new Set(core);
const debian = [...slimPrograms];
const alpine = words(
  `apk adduser addgroup deluser wget nc vi unzip ping ps top less more busybox ash fgrep egrep bzip2`,
);
const full = words(
  `curl wget git gcc g++ make ps patch unzip hg svn file xz pkg-config autoconf automake ssh bzip2`,
);
const python = words('python python3 pip pip3 idle pydoc python3-config');

/** Programs that are often called and that slim images do not have. */
export const seldomThere: ReadonlySet<string> = new Set([
  ...full,
  ...alpine,
  ...words(`sudo nc netcat ncat telnet vim nano dos2unix pg_isready psql mysql mysqladmin node npm poetry pipenv
    gunicorn uvicorn tini dumb-init gosu su-exec jq dockerize wait-for-it wait-for-it.sh docker source django-admin
    yum dnf microdnf brew choco pacman zypper conda pyenv rsync unix2dos zsh fish ksh csh tcsh htop supervisord nginx`),
]);

const slimPython: ReadonlySet<string> = new Set([...core, ...python, ...debian]);
const fullPython: ReadonlySet<string> = new Set([...slimPython, ...full]);
const accounts = words('adduser addgroup deluser');
const alpinePython: ReadonlySet<string> = new Set([...core, ...python, ...alpine, ...accounts]);
const plainDebian: ReadonlySet<string> = new Set([...core, ...debian]);
const plainAlpine: ReadonlySet<string> = new Set([...core, ...alpine, ...accounts]);

/** Users that the base images of a lesson have, with the others of their kind. */
export const systemUsers: ReadonlySet<string> = new Set(
  words(`root daemon bin sys sync games man lp mail news uucp proxy www-data backup list irc gnats nobody _apt adm shutdown
    halt operator postmaster cron ftp sshd at squid xfs cyrus vpopmail ntp smmsp guest`),
);

const debianPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

function image(reference: string, part: Partial<BaseImage> & Pick<BaseImage, 'family'>): BaseImage {
  return {
    reference,
    files: 'known',
    folders: part.family === 'debian' ? 'some' : 'none',
    programs: new Set(),
    env: { PATH: debianPath },
    workdir: '/',
    user: '',
    hasUv: false,
    ...part,
  };
}

const pythonEnv = (version: string): Readonly<Record<string, string>> => ({
  PATH: `/usr/local/bin:${debianPath}`,
  LANG: 'C.UTF-8',
  GPG_KEY: unknownText,
  PYTHON_VERSION: version === '' ? unknownText : `${version}${unknownText}`,
  PYTHON_SHA256: unknownText,
});

/** A reference's parts: registry and path, name, tag, digest. */
export function referenceParts(reference: string): {
  readonly path: string;
  readonly name: string;
  readonly tag: string | null;
  readonly digest: string | null;
} {
  const [beforeDigest = '', digest = null] = reference.split('@');
  const slash = beforeDigest.lastIndexOf('/');
  const colon = beforeDigest.indexOf(':', slash + 1);
  const path = (colon < 0 ? beforeDigest : beforeDigest.slice(0, colon)).replace(
    /^(?:docker\.io\/)?(?:library\/)?/,
    '',
  );
  return {
    path,
    name: path.slice(path.lastIndexOf('/') + 1),
    tag: colon < 0 ? null : beforeDigest.slice(colon + 1),
    digest,
  };
}

export function baseImage(reference: string): BaseImage {
  const { path: written, tag } = referenceParts(reference);
  // A slip in the name is told by itself; what follows is judged as it was meant.
  const isSlip = written !== 'python' && /^p\w{3,7}$/.test(written) && nearest(written, ['python']) !== null;
  const path = isSlip ? 'python' : written;
  const label = tag ?? 'latest';
  const isAlpine = label.includes('alpine') || path === 'alpine';
  const isSlim = label.includes('slim');
  if (reference === 'scratch') {
    return image(reference, { family: 'none', files: 'empty' });
  }
  if (path === 'python') {
    const version = /^\d+(?:\.\d+)*/.exec(label)?.[0] ?? '';
    return image(reference, {
      family: isAlpine ? 'alpine' : 'debian',
      ...(isSlim && !isAlpine ? { folders: 'all' } : {}),
      programs: isAlpine ? alpinePython : isSlim ? slimPython : fullPython,
      env: pythonEnv(version),
    });
  }
  if (path === 'debian' || path === 'ubuntu') {
    return image(reference, { family: 'debian', programs: plainDebian });
  }
  if (path === 'alpine') return image(reference, { family: 'alpine', programs: plainAlpine });
  if (path === 'ghcr.io/astral-sh/uv' || path === 'astral/uv') {
    if (!/python|debian|bookworm|trixie|alpine/.test(label)) {
      return image(reference, { family: 'none', files: 'empty', hasUv: true });
    }
    const programs = [...core, ...(isAlpine ? alpine : debian), ...(label.includes('python') ? python : [])];
    return image(reference, {
      family: isAlpine ? 'alpine' : 'debian',
      programs: new Set(programs),
      env: { ...pythonEnv(/python(\d+\.\d+)/.exec(label)?.[1] ?? ''), UV_TOOL_BIN_DIR: '/usr/local/bin' },
      hasUv: true,
    });
  }
  return image(reference, { family: 'unknown', files: 'unknown', programs: null, env: null });
}
