import type { ContextFile } from '../../simulation/build/context.ts';
import type { ProjectFact, ProjectFiles } from '../../simulation/project.ts';

/** What the application's code reveals, as far as the outcome of commands in a Dockerfile or script depends on it. */
export interface DjangoSource {
  /** Python files without which the application cannot serve, relative to its folder. */
  readonly needed: readonly string[];
  /** Python files that the application may need; the effect of their absence is unknown. */
  readonly others: readonly string[];
  /** The settings module that manage.py names; null when it is unknown. */
  readonly settings: string | null;
  /** Environment variables that the settings read. */
  readonly variables: ReadonlySet<string>;
  /** The variable that lists the allowed hosts, separated by commas; null when there is none. */
  readonly hostsVariable: string | null;
  /** The variable that does nothing except switch DEBUG; also null if switching it off would leave no allowed host. */
  readonly debugVariable: string | null;
  /** The variable and the one value that turn DEBUG on. */
  readonly debug: DebugSwitch | null;
  /** The database file, relative to the application's folder; null when there is none or it is unknown. */
  readonly databaseFile: string | null;
  /** Whether the settings define where collected static files go; null when the settings are unknown. */
  readonly hasStaticRoot: boolean | null;
  /** The module of WSGI_APPLICATION, which runserver imports; null when the settings name none. */
  readonly wsgi: string | null;
  /** The application's own manage.py commands. */
  readonly commands: ReadonlySet<string>;
  /** The first parts of the names of imported modules and of the applications in the settings. */
  readonly modules: ReadonlySet<string>;
}

interface DebugSwitch {
  readonly variable: string;
  /** The value when the variable is not set. */
  readonly otherwise: string;
  readonly on: string;
}

const ofTests = /(?:^|\/)(?:tests?|management)\/|(?:^|\/)(?:test_[^/]*|tests|conftest|admin)\.py$/;
/** Modules that are needed to serve a request, and the migration that creates the tables, which has to be in a package. */
const ofRequests =
  /(?:^|\/)(?:settings|urls|models|views|serializers)\.py$|\/migrations\/(?:0001_[^/]*|__init__)\.py$/;

/** Modules that only a server imports; the simulation of the server checks for them. */
const ofServers = /(?:^|\/)[aw]sgi\.py$/;

/** The facts about the application's code; null when there is no application. */
export const djangoSource: ProjectFact<DjangoSource | null> = { read: readSource, unknown: null };

/** Reads the application's folder of a build context; null when there is no application. */
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
  /** The path relative to the application's folder. */
  readonly own: string;
  /** The manage.py command that this file defines. */
  readonly command: string | null;
  readonly purpose: 'tests' | 'requests' | 'servers' | 'other';
  readonly imports: readonly string[];
}

/** A lesson's files are the same for every student, so each is parsed once. */
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

/** Modules that a Python file imports, and quoted names on a line of their own, which are the applications in the settings. */
function modulesIn(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => {
    const found = /^\s*(?:from|import) (\w+)|^\s*["'](\w+)(?:\.[\w.]*)?["'],?\s*$/.exec(line.slice(0, 200));
    return found?.[1] ?? found?.[2] ?? [];
  });
}

type DjangoSettings = Omit<DjangoSource, 'needed' | 'others' | 'settings' | 'commands' | 'modules'>;

/** A lesson's settings are the same for every student, so the last result is kept. */
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

/** Matches `DEBUG = os.environ.get("NAME", "1") == "1"`. */
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

/** The files that Python looks for when it imports a module. */
export const moduleFiles = (module: string): readonly string[] => {
  const path = module.replaceAll('.', '/');
  return [`${path}.py`, `${path}/__init__.py`];
};
