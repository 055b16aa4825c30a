/** Whether a text is an image reference (distribution's grammar; upper case in the path is invalid). */
export function isReference(text: string): boolean {
  const [name = '', digest, ...more] = text.split('@');
  if (more.length > 0) return false;
  if (
    digest !== undefined &&
    !/^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/.test(digest)
  ) {
    return false;
  }
  const slash = name.lastIndexOf('/');
  const colon = name.indexOf(':', slash + 1);
  const path = colon < 0 ? name : name.slice(0, colon);
  if (colon >= 0 && !/^\w[\w.-]{0,127}$/.test(name.slice(colon + 1))) return false;
  const parts = path.split('/');
  const [first = ''] = parts;
  const hasDomain =
    parts.length > 1 && (/[.:]/.test(first) || first === 'localhost' || first.toLowerCase() !== first);
  const rest = hasDomain ? parts.slice(1) : parts;
  if (hasDomain && !isDomain(first)) return false;
  return (
    !/^[a-f0-9]{64}$/.test(text) && rest.every((part) => /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/.test(part))
  );
}

function isDomain(text: string): boolean {
  const match = /^(\[[a-fA-F0-9:]+\]|[^:]+)(?::\d+)?$/.exec(text);
  const host = match?.[1];
  if (host === undefined) return false;
  return (
    host.startsWith('[') ||
    host.split('.').every((label) => /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/.test(label))
  );
}

const systems = new Set(
  `aix android darwin dragonfly freebsd illumos ios js linux nacl netbsd openbsd plan9 solaris windows zos hurd`.split(
    ' ',
  ),
);
const architectures = new Set(
  `386 amd64 amd64p32 arm armbe arm64 arm64be ppc64 ppc64le loong64 mips mipsle mips64 mips64le mips64p32 mips64p32le ppc
   riscv riscv64 s390 s390x sparc sparc64 wasm`.split(/\s+/),
);
const otherNames: Readonly<Record<string, string>> = {
  i386: '386',
  x86_64: 'amd64',
  'x86-64': 'amd64',
  aarch64: 'arm64',
  armhf: 'arm',
  armel: 'arm',
};

/** Operating system and architecture of a platform, as in containerd; null if it is invalid. */
export function platformParts(text: string): { readonly os: string; readonly architecture: string } | null {
  if (text.includes('*')) return null;
  const parts = text.split('/').map((part) => part.toLowerCase());
  if (parts.length > 3 || parts.some((part) => !/^[a-z0-9_-]+(?:\([a-z0-9_.-]*\))?$/.test(part))) return null;
  const normal = (part: string): string => otherNames[part] ?? part;
  const [first = '', second] = parts;
  if (second === undefined) {
    if (systems.has(first) || first === 'macos')
      return { os: first === 'macos' ? 'darwin' : first, architecture: 'amd64' };
    const architecture = normal(first);
    return architectures.has(architecture) ? { os: 'linux', architecture } : null;
  }
  return { os: first === 'macos' ? 'darwin' : (first.split('(')[0] ?? ''), architecture: normal(second) };
}
