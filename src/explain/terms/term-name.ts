import { type Locale, words } from '../../wording/wording.ts';
import type { Term } from './term.ts';

/** Names that other languages have a word for, by the term's id. What is typed, such as an instruction, is the same everywhere. */
const translated = {
  container: 'container',
  layer: 'layer',
  cache: 'build cache',
  'build-context': 'build context',
  'base-image': 'base image',
  registry: 'registry',
  'bind-mount': 'bind mount',
  network: 'network',
  'exit-code': 'exit code',
  daemon: 'Docker engine',
  platform: 'platform',
  'memory-limit': 'memory limit',
  'disk-space': 'disk space',
  detached: 'detached mode',
  'virtual-machine': 'virtual machine',
  'docker-install': 'Docker installation',
  'image-size': 'image size',
  'virtual-environment': 'virtual environment',
  'lock-file': 'lock file',
  'database-server': 'database server',
  settings: 'Django settings',
  'http-status': 'HTTP status',
  'line-endings': 'line endings',
  executable: 'executable file',
  'exec-form': 'exec form',
} as const;

const say = words('term-names', { en: translated });

const isTranslated = (id: string): id is keyof typeof translated => Object.hasOwn(translated, id);

/** A term as answers call it in a language: "layer", "couche". {@link termNamed} finds it by that. */
export const termName = (locale: Locale, { id, names }: Term): string =>
  isTranslated(id) ? say(locale, id) : (names[0] ?? id);
