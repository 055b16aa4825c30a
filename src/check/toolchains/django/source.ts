import type { ContextFile } from '../../simulation/build/context.ts';
import type { ProjectFact, ProjectFiles } from '../../simulation/project.ts';

/** What the application's own code says, as far as the commands of a Dockerfile and a script depend on it. */
export interface DjangoSource {
  /** Python files that it cannot serve without, relative to its folder. */
  readonly needed: readonly string[];
  /** Python files that it may need; the effect of their absence is not known. */
  readonly others: readonly string[];
  /** The settings module that manage.py names; null when that is not known. */
  readonly settings: string | null;
  /** Variables of the environment that the settings read. */
  readonly variables: ReadonlySet<string>;
  /** The one of them that lists the allowed hosts, separated by commas; null when there is none. */
  readonly hostsVariable: string | null;
  /** The one that only switches DEBUG; null as well where switching it off would leave no host allowed. */
  readonly debugVariable: string | null;
  /** DEBUG is on where this variable has that one value. */
  readonly debug: DebugSwitch | null;
  /** The database's file, from the application's folder; null where there is none, or that is not known. */
  readonly databaseFile: string | null;
  /** Whether the settings say where collected static files go; null when they are not known. */
  readonly hasStaticRoot: boolean | null;
  /** The module of WSGI_APPLICATION, which runserver imports; null where the settings name none. */
  readonly wsgi: string | null;
  /** Its own commands of manage.py. */
  readonly commands: ReadonlySet<string>;
  /** Modules that it imports, and applications that its settings name: their first part. */
  readonly modules: ReadonlySet<string>;
}

interface DebugSwitch {
  readonly variable: string;
  /** Its value where nobody sets it. */
  readonly otherwise: string;
  readonly on: string;
}

const ofTests = /(?:^|\/)(?:tests?|management)\/|(?:^|\/)(?:test_[^/]*|tests|conftest|admin)\.py$/;
/**
 * Modules that serving a request needs, and the migration that creates an application's tables, which has to be in a
 * package.
 */
const ofRequests =
  /(?:^|\/)(?:settings|urls|models|views|serializers)\.py$|\/migrations\/(?:0001_[^/]*|__init__)\.py$/;

/** Modules that only a server imports, which asks for them itself. */
const ofServers = /(?:^|\/)[aw]sgi\.py$/;

/** What the application's code says; null when there is none. */
export const djangoSource: ProjectFact<DjangoSource | null> = { read: readSource, unknown: null };

/** Reads the application's folder of a build context; null when there is none. */
function readSource({ files, directory, command: entryPoint }: ProjectFiles): DjangoSource | null {
  const prefix = directory === '' ? '' : `${directory}/`;
  const needed: string[] = [];
  const others: string[] = [];
  const commands = new Set<string>();
  const modules = new Set<string>();
  for (const [path, file] of files) {
    if (!path.startsWith(prefix) || !path.endsWith('.py')) continue;
    const own = path.slice(prefix.length);
    const { command, purpose, imports } = readModule(file, own);
    if (command !== null) commands.add(command);
    if (purpose === 'tests') continue;
    for (const name of imports) modules.add(name);
    if (own !== entryPoint && purpose !== 'servers') (purpose === 'requests' ? needed : others).push(own);
  }
  const entry = files.get(`${prefix}${entryPoint}`);
  if (entry === undefined) return null;
  const settings = /DJANGO_SETTINGS_MODULE["'],\s*["']([\w.]+)["']/.exec(entry.text ?? '')?.[1] ?? null;
  const text =
    settings === null ? null : (files.get(`${prefix}${settings.replaceAll('.', '/')}.py`)?.text ?? null);
  return { needed, others, settings, commands, modules, ...settingsOf(text) };
}

interface PythonModule {
  /** Relative to the application's folder. */
  readonly own: string;
  /** The command of manage.py that it is. */
  readonly command: string | null;
  readonly purpose: 'tests' | 'requests' | 'servers' | 'other';
  readonly imports: readonly string[];
}

/** A lesson's files are the same for every student: each is read once. */
const modulesRead = new WeakMap<ContextFile, PythonModule>();

function purposeOf(own: string): PythonModule['purpose'] {
  if (ofTests.test(own)) return 'tests';
  if (ofServers.test(own)) return 'servers';
  return ofRequests.test(own) ? 'requests' : 'other';
}

function readModule(file: ContextFile, own: string): PythonModule {
  const known = modulesRead.get(file);
  if (known?.own === own) return known;
  const command = /(?:^|\/)management\/commands\/(\w+)\.py$/.exec(own)?.[1] ?? null;
  const read = { own, command, purpose: purposeOf(own), imports: modulesIn(file.text ?? '') };
  modulesRead.set(file, read);
  return read;
}

/** Modules that a file of Python imports, and words in quotes on a line of their own: the applications of the settings. */
function modulesIn(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => {
    const found = /^\s*(?:from|import) (\w+)|^\s*["'](\w+)(?:\.[\w.]*)?["'],?\s*$/.exec(line.slice(0, 200));
    return found?.[1] ?? found?.[2] ?? [];
  });
}

type DjangoSettings = Omit<DjangoSource, 'needed' | 'others' | 'settings' | 'commands' | 'modules'>;

/** A lesson's settings are the same for every student. */
let last: { readonly text: string; readonly settings: DjangoSettings } | null = null;

function settingsOf(text: string | null): DjangoSettings {
  if (text === null)
    return {
      variables: new Set(),
      hostsVariable: null,
      debugVariable: null,
      debug: null,
      databaseFile: null,
      hasStaticRoot: null,
      wsgi: null,
    };
  if (last?.text !== text) {
    const read = text.slice(0, 20_000).matchAll(/(?:environ(?:\.get\(|\[)|getenv\()\s*["'](\w+)["']/g);
    const hosts = hostsOf(text.slice(Math.max(0, text.search(/^ALLOWED_HOSTS\s*=/m))));
    const debug =
      /^DEBUG[ \t]*=[ \t]*os\.(?:environ\.get|getenv)\([ \t]*["'](\w+)["'][^)\n]*\)[^\n]*(?:==|\bin\b)/m.exec(
        text,
      );
    const settings = {
      variables: new Set([...read].map(([, name]) => name ?? '')),
      hostsVariable: hosts?.[1] ?? null,
      debugVariable: (hosts?.[2] ?? '') === '' ? null : (debug?.[1] ?? null),
      debug: debugOf(text),
      databaseFile: /["']NAME["']:[ \t]*BASE_DIR[ \t]*\/[ \t]*["']([\w.-]+)["']/.exec(text)?.[1] ?? null,
      wsgi: /^WSGI_APPLICATION[ \t]*=[ \t]*["']([\w.]+)\.\w+["']/m.exec(text)?.[1] ?? null,
      hasStaticRoot: /^[ \t]*STATIC_ROOT[ \t]*=/m.test(text),
    };
    last = { text, settings };
  }
  return last.settings;
}

/** `DEBUG = os.environ.get("NAME", "1") == "1"` */
function debugOf(text: string): DebugSwitch | null {
  const [, variable, otherwise = '', on = ''] =
    /^DEBUG[ \t]*=[ \t]*os\.(?:environ\.get|getenv)\([ \t]*["'](\w+)["'],[ \t]*["'](\w*)["'][ \t]*\)[ \t]*==[ \t]*["'](\w+)["'][ \t]*$/m.exec(
      text,
    ) ?? [];
  return variable === undefined ? null : { variable, otherwise, on };
}

/** Matches the variable and the default of `ALLOWED_HOSTS = [… os.environ.get("NAME", "a,b").split(",") …]`. */
const hostsOf = (text: string): RegExpExecArray | null =>
  /^ALLOWED_HOSTS\s*=\s*(?:\[[^\]]*?)?os\.(?:environ\.get|getenv)\(\s*["'](\w+)["']\s*,\s*["']([^"'\n]*)["']\s*\)\.split\(["'],["']\)/.exec(
    text,
  );

/** The files that Python looks for to import a module. */
export const moduleFiles = (module: string): readonly string[] => {
  const path = module.replaceAll('.', '/');
  return [`${path}.py`, `${path}/__init__.py`];
};
