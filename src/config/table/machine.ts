import { join } from 'node:path';
import { z } from 'zod';
import { sayOfSettings } from '../wording.ts';
import { domains, domainsOrNetworks, ownAddress } from './addresses.ts';
import { httpUrl, memory, oneOf, port, setting, text, whole } from './setting.ts';

export const sandboxSettings = {
  name: 'sandbox',
  settings: {
    SANDBOX_BOXES: setting(
      text,
      ({ state }) => join(state, 'boxes'),
      ['worker'],
      'The folder in which each box shows its sockets.',
    ),
    SANDBOX_BOX_COUNT: setting(
      whole('boxes', 1, 64),
      null,
      ['set-up'],
      'Boxes of this machine, each of which carries out one verification at a time. Empty: one for each core but one, as far as there are 3 GB of memory and 12 GB of free disk for each, from 2 to 8, worked out when the set-up first runs.',
    ),
    SANDBOX_PROXY: setting(
      z.union([z.literal('none'), httpUrl], sayOfSettings('proxy')),
      null,
      ['worker'],
      'The way out of build steps; the box’s own gate when empty. none: steps have no network, and base images alone are fetched.',
    ),
    SANDBOX_FIRST_UID: setting(
      whole('wholeNumber', 65_536, 2_147_000_000),
      '1900000000',
      ['set-up'],
      'Where the user ids of boxes begin: 100,000 for each, that nobody has.',
    ),
    SANDBOX_DISK: setting(
      oneOf('folder'),
      null,
      ['set-up'],
      'folder: no loop-mounted file for a box even where it could be.',
    ),
    SANDBOX_EGRESS_ALLOW: setting(
      domains,
      null,
      ['set-up'],
      'The only domains that builds may reach, or off: none at all. Everything but private addresses when empty.',
    ),
    SANDBOX_EGRESS_REFUSED: setting(
      domainsOrNetworks,
      null,
      ['set-up'],
      'Further addresses, networks and names that builds may not reach.',
    ),
    SANDBOX_EGRESS_REGISTRIES: setting(
      domains,
      null,
      ['set-up'],
      'Hosts of image registries that builds may reach; those of the lessons’ images when empty.',
    ),
    SANDBOX_EGRESS_TRUSTED: setting(
      domains,
      null,
      ['set-up'],
      'Further domains that may be private. Where pip and apt get packages from is always among them.',
    ),
    SANDBOX_REGISTRY_MIRROR: setting(
      httpUrl,
      null,
      ['set-up'],
      'A registry that boxes ask first, https://host or http://host.',
    ),
    SANDBOX_PIP_INDEX: setting(
      httpUrl,
      null,
      ['set-up'],
      'A package index for pip and uv in the base images of boxes.',
    ),
    SANDBOX_CA_FILE: setting(
      text,
      null,
      ['set-up'],
      'Certificates (PEM) that engines and base images of boxes trust.',
    ),
    SANDBOX_SECCOMP: setting(
      text,
      'deploy/box/seccomp.json',
      ['set-up'],
      'Another seccomp profile of a box, or unconfined.',
    ),
  },
} as const;

export const machineSettings = {
  name: 'machine',
  settings: {
    REDIS_PORT: setting(
      port,
      null,
      ['set-up'],
      'The port of the set-up’s Redis on 127.0.0.1. Empty: 6379, or the next one that is free when the set-up first runs; it stays the same then.',
    ),
    REDIS_BIND: setting(
      ownAddress,
      '127.0.0.1',
      ['set-up'],
      'The address that the set-up’s Redis listens on: for workers on other machines, this one’s in a private network. It speaks no TLS, and asks for REDIS_PASSWORD then.',
    ),
    REDIS_PASSWORD: setting(
      z.string().regex(/^[A-Za-z0-9_-]{16,200}$/, sayOfSettings('redisPassword')),
      null,
      ['set-up'],
      'What the set-up’s Redis asks for; set it where others use the machine, and put it into REDIS_URL of workers elsewhere.',
    ),
    PROMETHEUS_PORT: setting(
      port,
      '9090',
      ['set-up'],
      'The port of Prometheus on 127.0.0.1, with the profile monitoring.',
    ),
    GRAFANA_PORT: setting(
      port,
      '3000',
      ['set-up'],
      'The port of Grafana on 127.0.0.1, with the profile monitoring.',
    ),
    DOCKHAND_PROMETHEUS_IMAGE: setting(
      text,
      'prom/prometheus:v3.5.0@sha256:63805ebb8d2b3920190daf1cb14a60871b16fd38bed42b857a3182bc621f4996',
      ['set-up'],
      'The image of Prometheus, with the profile monitoring.',
    ),
    DOCKHAND_GRAFANA_IMAGE: setting(
      text,
      'grafana/grafana:12.1.0@sha256:6ac590e7cabc2fbe8d7b8fc1ce9c9f0582177b334e0df9c927ebd9670469440f',
      ['set-up'],
      'The image of Grafana, with the profile monitoring.',
    ),
    DOCKHAND_BOT_MEMORY: setting(memory, '1g', ['set-up'], 'Memory of the bot as a service.'),
    DOCKHAND_WORKER_MEMORY: setting(
      memory,
      '1g',
      ['set-up'],
      'Memory of the worker as a service. Empty: 250 MB, and 200 for each box, but 1 GB at least.',
    ),
    DOCKHAND_STATE: setting(
      text,
      ({ root }) => join(root, '.state'),
      ['bot', 'worker', 'set-up'],
      'The folder of everything that the set-up makes, and of the records.',
    ),
    DOCKHAND_SETUP_LESSONS: setting(
      text,
      null,
      ['set-up'],
      'The lessons that the machine is made ready for, by their slugs, with commas; all when empty.',
    ),
    DOCKHAND_DEBIAN_MIRROR: setting(
      httpUrl,
      null,
      ['set-up'],
      'Where stand-ins for images are made from, when no registry answers; Debian’s own when empty.',
    ),
  },
} as const;
