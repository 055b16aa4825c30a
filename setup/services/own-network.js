/**
 * What boxes need in an operator's own network: certificates of a private authority, a package mirror, a registry mirror. Students' files
 * do not mention any of it: it is in the base images that boxes get.
 */
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf } from '../digest.js';
import { hasImage, imageId } from '../images/local-images.js';
import { inState } from '../paths.js';
import { NeedsPerson, run } from '../run.js';
import { indexSettings } from '../toolchains/index.js';

const authority = () => process.env.SANDBOX_CA_FILE?.trim() || null;

/** @param {string} name @returns {string | null} the address as it is to be used */
function address(name) {
  const text = process.env[name]?.trim();
  if (!text) return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new NeedsPerson(`${name} has to be an address that begins with https://, not ${text}`);
  return url.href;
}

/** Checks the setting, and copies the authority's certificates to where boxes read them. */
export function ensureAuthorities() {
  const to = inState('authorities', 'authority.pem');
  const from = authority();
  if (from === null) return rmSync(to, { force: true });
  let text = '';
  try {
    text = readFileSync(from, 'utf8');
  } catch {
    // Reported below.
  }
  if (!text.includes('-----BEGIN CERTIFICATE-----'))
    throw new NeedsPerson(`SANDBOX_CA_FILE=${from} holds no certificate (PEM)`);
  writeFileSync(to, text);
}

/**
 * Hosts that the egress proxy has to let through whatever they resolve to, because the operator named them.
 * @param {readonly string[]} packageHosts
 */
export function trustedHosts(packageHosts) {
  const named = (process.env.SANDBOX_EGRESS_TRUSTED ?? '').split(/[\s,]+/).filter(Boolean);
  const mirrors = [address('SANDBOX_PIP_INDEX'), address('SANDBOX_REGISTRY_MIRROR')].flatMap((url) =>
    url === null ? [] : [new URL(url).hostname],
  );
  return [...new Set([...packageHosts, ...mirrors, ...named])];
}

/** Hosts that a registry redirects clients to when they pull an image, itself included. */
const hostsOf = new Map([
  ['docker.io', ['registry-1.docker.io', 'auth.docker.io', 'production.cloudflare.docker.com']],
  ['ghcr.io', ['ghcr.io', 'pkg-containers.githubusercontent.com']],
]);

/**
 * What the egress proxy has to know about the images that lessons name: their registries' hosts and their repositories.
 * @param {readonly string[]} images
 */
export async function registriesOf(images) {
  const { readReference } = await import('../../src/check/dockerfile/images/reference.ts');
  const read = images.map(readReference).filter((reference) => reference !== null);
  const hosts = read.flatMap(({ registry }) => hostsOf.get(registry) ?? [registry.replace(/:\d+$/, '')]);
  return {
    SANDBOX_EGRESS_REGISTRIES: [...new Set(hosts)].join(','),
    SANDBOX_REGISTRY_IMAGES: [...new Set(read.map(({ path }) => path))].join(' '),
  };
}

/**
 * This machine's own addresses, which no build may reach, whatever else is allowed.
 * @param {NodeJS.Dict<readonly {readonly address: string}[]>} interfaces as `os.networkInterfaces()` gives them
 */
export function ownAddresses(interfaces) {
  const all = Object.values(interfaces).flatMap((each) => each ?? []);
  return [...new Set(all.map(({ address: each }) => each.replace(/%.*$/, '')))].sort();
}

const bundle = '/etc/ssl/certs/ca-certificates.crt';

/**
 * The image that boxes get instead of a base image; the base image itself if nothing is set. Its tag is the digest of its contents.
 * @param {string} image
 * @param {import('../progress.js').ReportProgress} report
 */
export async function dressed(image, report) {
  const ca = authority();
  const url = address('SANDBOX_PIP_INDEX');
  if (ca === null && url === null) return image;
  const lines = [`FROM ${image}`];
  if (ca !== null)
    lines.push(
      'COPY authority.pem /usr/local/share/ca-certificates/operator.crt',
      // A slim image may lack the program, and the bundle with it.
      `RUN update-ca-certificates 2>/dev/null || { mkdir -p /etc/ssl/certs && cat /usr/local/share/ca-certificates/operator.crt >> ${bundle}; }`,
      `ENV SSL_CERT_FILE=${bundle} PIP_CERT=${bundle} REQUESTS_CA_BUNDLE=${bundle} NODE_EXTRA_CA_CERTS=${bundle}`,
    );
  const settings = url === null ? [] : indexSettings(url);
  lines.push(...settings.map(({ file, place }) => `COPY ${file} ${place}`));
  const text = `${lines.join('\n')}\n`;
  const inputs = [await imageId(image), text, url ?? ''];
  const name = `dockhand-base/dressed:${digestOf(inputs, ca === null ? [] : [ca])}`;
  if (await hasImage(name)) return name;
  const context = inState('build', 'dressed');
  rmSync(context, { recursive: true, force: true });
  mkdirSync(context, { recursive: true });
  writeFileSync(join(context, 'Dockerfile'), text);
  if (ca !== null) copyFileSync(ca, join(context, 'authority.pem'));
  for (const { file, text: own } of settings) writeFileSync(join(context, file), own);
  await run('docker', ['build', '--network', 'none', '-t', name, context], { onLine: report, seconds: 180 });
  return name;
}
