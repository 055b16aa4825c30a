import { isKnown } from '../../dockerfile/unknown-text.ts';
import { fail, type Machine, placeOfVariable, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { type DjangoSource, djangoSource } from './source.ts';

/** How variables of the image or the script affect the application's settings at start; null when they cause no problem. */
export function judgeSettings(machine: Machine, source: DjangoSource): Status | null {
  const debug = debugOf(machine, source);
  const hosts = source.hostsVariable === null ? undefined : machine.env.get(source.hostsVariable);
  const none = hosts?.split(',').every((each) => each.trim() === '') === true;
  // With an empty list of hosts, DEBUG allows localhost.
  if (none && debug === false) {
    refuseHost(machine, source.hostsVariable ?? '', '');
    return 'ok';
  }
  const refused = refusesHost(machine, source.hostsVariable);
  if (refused !== null) return refused;
  for (const name of source.variables) {
    if (name === source.hostsVariable && none && debug === true && machine.project.host === 'localhost')
      continue;
    if (overridesSetting(machine, name)) return unknown(machine, `setting ${name}`);
  }
  return null;
}

/** The value of DEBUG, if the settings compare one variable with one value; null when it is unknown. */
function debugOf({ env }: Machine, { debug }: DjangoSource): boolean | null {
  if (debug === null) return null;
  const value = env.get(debug.variable) ?? debug.otherwise;
  return isKnown(value) ? value === debug.on : null;
}

/** Whether the hosts that the settings read from a variable exclude the host that the lesson requests. */
function refusesHost(machine: Machine, variable: string | null): Status | null {
  const given = variable === null ? undefined : machine.env.get(variable);
  const { host } = machine.project;
  if (variable === null || given === undefined || !isKnown(given) || host === null) return null;
  const allowed = given.split(',').map((each) => each.trim());
  if (
    allowed.some((each) => each === '*' || isSameDomain(host, each)) ||
    allowed.every((each) => each === '')
  )
    return null;
  refuseHost(machine, variable, given);
  return 'ok';
}

/** Compares hosts as Django does: `.example.com` matches the domain and all its subdomains. */
function isSameDomain(host: string, pattern: string): boolean {
  const meant = pattern.toLowerCase();
  return meant.startsWith('.') ? host === meant.slice(1) || host.endsWith(meant) : host === meant;
}

/** Record the problem only once, because every command reads the settings. */
function refuseHost(machine: Machine, variable: string, given: string): void {
  const { host } = machine.project;
  const isReported = machine.failures.some(({ kind }) => kind === 'host-refused');
  if (isReported || host === null) return;
  fail(machine, { kind: 'host-refused', variable, host, given }, placeOfVariable(machine, variable));
}

/** Whether the image or the script sets a variable that overrides a value of the settings. */
function overridesSetting(machine: Machine, name: string): boolean {
  const source = machine.project.fact(djangoSource);
  if (name === source?.debugVariable) return false;
  if (
    name === source?.hostsVariable &&
    isKnown(machine.env.get(name) ?? '') &&
    machine.env.get(name)?.trim() !== ''
  )
    return false;
  if (!machine.env.has(name) || /SECRET|^DATABASE_|^DB_|^POSTGRES_|^SQL_/.test(name)) return false;
  return machine.stage.base.env?.[name] !== machine.env.get(name);
}
