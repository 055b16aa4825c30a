/**
 * The image that a BuildKit step resolves, fetches or starts from, taken from the step's name. Null for every other step. The names come
 * from buildkit, dockerfile2llb/convert.go (metadata, FROM) and source/containerimage (frontends).
 */
export function imageOfStep(name: string): string | null {
  for (const start of ['[internal] load metadata for ', 'resolve image config for ', 'docker-image://'])
    if (name.startsWith(start)) return bare(name.slice(start.length));
  // `[stage 1/4] FROM …`; without a stage's number for COPY --from and mounts.
  const close = name.startsWith('[') ? name.indexOf('] ') : -2;
  const rest = name.slice(close + 2);
  return close !== -1 && rest.startsWith('FROM ') ? bare(rest.slice('FROM '.length)) : null;
}

function bare(text: string): string {
  const image = text.startsWith('docker-image://') ? text.slice('docker-image://'.length) : text;
  return image.split(' ', 1)[0] ?? '';
}
