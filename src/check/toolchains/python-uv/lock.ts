import { isKnown } from '../../dockerfile/unknown-text.ts';
import { plainFile, resolvePath } from '../../simulation/image/files.ts';
import { fail, type Machine, type Status, unknown } from '../../simulation/shell/machine.ts';
import { addPackages } from '../pip/requirements.ts';
import { install, noProject } from '../python/installation.ts';
import { readRequirement } from '../python/requirement.ts';
import { addGrammar, lockGrammar } from './options.ts';
import { environmentFor, isLocked, metadataAt, whereFor } from './project.ts';
import { truthy } from './switches.ts';
import { judgeProject, packagesOf, writeLock } from './sync.ts';
import { judgeUsage, readUsage } from './usage.ts';

type Options = ReadonlyMap<string, readonly string[]>;

/** `uv lock`: makes the lock file fit, or says that it does not. */
export function locks(machine: Machine, args: readonly string[], global: Options): Status {
  const usage = readUsage(machine, args, lockGrammar);
  const options = new Map([...global, ...usage.options]);
  if (options.has('--help')) return 'ok';
  const status = judgeUsage(machine, usage, 'uv lock');
  if (status === 'failed') return status;
  const { root, start } = whereFor(machine, options);
  if (root === null) return noProject(machine, 'uv lock', start);
  if (root === 'unknown') return unknown(machine, 'uv lock');
  const only = options.has('--check') || options.has('--locked') || options.has('--check-exists');
  const judged = judgeProject(machine, root, options, { frozen: false, locked: only });
  if (judged !== 'ok') return judged;
  if (machine.phase === 'start' && isLocked(machine, root) !== true) return unknown(machine, 'uv lock');
  if (!only && !options.has('--dry-run') && !options.has('--frozen')) writeLock(machine, root);
  return status;
}

/** `uv add`: names more packages in pyproject.toml, locks and installs all. */
export function adds(machine: Machine, args: readonly string[], global: Options): Status {
  const usage = readUsage(machine, args, addGrammar);
  const options = new Map([...global, ...usage.options]);
  if (options.has('--help')) return 'ok';
  const command = ['uv add', ...args].join(' ');
  const refuse = (phrase: string): Status => fail(machine, { kind: 'uv-refused', command, phrase });
  let status = judgeUsage(machine, usage, 'uv add');
  if (status === 'failed') return status;
  const { root, start } = whereFor(machine, options);
  if (root === null) return noProject(machine, 'uv add', start);
  if (root === 'unknown') return unknown(machine, 'uv add');
  const files = options.get('--requirements') ?? [];
  if (usage.operands.length === 0 && files.length === 0)
    return refuse(
      'error: the following required arguments were not provided: <PACKAGES|--requirements <REQUIREMENTS>>',
    );
  for (const written of files) {
    const path = resolvePath(machine.cwd, written);
    if (isKnown(path) && machine.stage.files.presence(path) === 'absent')
      return refuse(`error: File not found: ${written}`);
    status = unknown(machine, 'uv add -r');
  }
  const wrong = usage.operands.find(
    (each) => isKnown(each) && readRequirement(each) === null && !/[/:@]/.test(each),
  );
  if (wrong !== undefined) return refuse(`error: Failed to parse: \`${wrong}\``);
  const judged = judgeProject(machine, root, options, {
    frozen: false,
    locked: options.has('--locked'),
  });
  if (judged === 'failed') return judged;
  if (judged === 'unknown') status = 'unknown';
  if (machine.phase === 'start') return unknown(machine, 'uv add');
  const names = new Set(usage.operands.map((each) => readRequirement(each)?.name ?? ''));
  const path = resolvePath(root, 'pyproject.toml');
  // What it already names it does not name again.
  const own = metadataAt(machine, root)?.dependencies ?? null;
  const before = machine.stage.files.get(path);
  const fresh = [...names].some((name) => own?.has(name) !== true);
  const versioned = usage.operands.some((each) => (readRequirement(each)?.specifier ?? '?') !== '');
  const exact = machine.stage.files.get(resolvePath(root, 'uv.lock'))?.from != null;
  const packages = packagesOf(machine, root, options, false);
  if (before !== null && (fresh || versioned))
    machine.stage.files.put(path, { ...before, from: null, text: null });
  if (options.has('--frozen')) return status;
  if (fresh || versioned) {
    machine.stage.files.put(resolvePath(root, 'uv.lock'), {
      ...plainFile,
      tool: 'uv-lock',
      line: machine.place.line,
    });
  } else writeLock(machine, root);
  if (options.has('--no-sync') || truthy(machine.env.get('UV_NO_SYNC'))) return status;
  const environment = environmentFor(machine, root, options);
  install(
    machine,
    {
      command,
      implicit: false,
      exact,
      root,
      environment,
      withoutDev: false,
      packages: packages === null ? null : new Set([...packages, ...names]),
      synced: true,
    },
    status,
  );
  addPackages(
    machine,
    environment,
    usage.operands.filter((each) => readRequirement(each) !== null),
  );
  return status;
}

/** `uv init`: a project of its own, where there is none. */
export function begins(machine: Machine, args: readonly string[], global: Options): Status {
  const options = new Set(args.filter((arg) => arg.startsWith('-')));
  if (options.has('--help') || options.has('-h')) return 'ok';
  const [named] = args.filter(
    (arg, index) =>
      !arg.startsWith('-') &&
      !/^(?:--name|-p|--python|--vcs|--build-backend|--description|--author-from)$/.test(
        args[index - 1] ?? '',
      ),
  );
  const { cwd } = whereFor(machine, global);
  const folder = resolvePath(cwd, named ?? '.');
  if (!isKnown(folder) || options.has('--script')) return unknown(machine, 'uv init');
  const path = resolvePath(folder, 'pyproject.toml');
  const presence = machine.stage.files.presence(path);
  if (presence === 'file') {
    const phrase = `error: Cannot initialize a project in \`${folder}\` because \`pyproject.toml\` already exists`;
    return fail(machine, { kind: 'uv-refused', command: 'uv init', phrase });
  }
  const outer = whereFor(machine, global).root;
  machine.stage.files.put(path, { ...plainFile, line: machine.place.line, certain: machine.certain });
  // Inside of another project it is noted there as a member of its workspace.
  return presence === 'absent' && outer === null ? 'ok' : unknown(machine, 'uv init');
}
