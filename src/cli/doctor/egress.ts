import { proxyPlace } from '../../../workers/sandbox/build/proxy.ts';
import type { Settings } from '../../config/settings.ts';
import { operatorLocale, words } from '../../wording/wording.ts';
import { askEgress, type EgressAnswer, type ReachableProxy } from './egress-answer.ts';
import { type DoctorFinding, problem, warning, well } from './finding.ts';

const say = words('doctor-egress', {
  en: {
    none: 'Builds have no network (SANDBOX_PROXY=none)',
    away: 'No egress proxy listens at {{place}} ({{code}}), so builds cannot download anything',
    awayTodo:
      'On a worker’s machine run node setup/main.js up, or correct SANDBOX_PROXY. A machine with the bot alone needs none.',
    notAllowed: 'This user may not speak to the egress proxy at {{place}}, so it was not tried',
    notAllowedTodo: 'Run the doctor as root, or as the user whose socket it is.',
    silent: 'The egress proxy at {{place}} takes connections and answers nothing',
    silentTodo: 'Restart it: node setup/main.js compose restart egress',
    through: 'The egress proxy lets builds reach {{host}}',
    unreached: 'The egress proxy allows {{host}} and does not reach it ({{why}})',
    unreachedTodo:
      'See that this machine reaches it and has a name server: builds download their packages this way.',
    late: 'nothing came within {{seconds}} s',
    status: 'it says {{status}}',
    odd: 'The egress proxy gives an answer to {{host}} that was not expected (it says {{status}})',
    oddTodo: 'See what listens at {{place}}: it should be the proxy of deploy/egress.',
    refused: 'The egress proxy refuses {{host}}, so builds cannot download from there',
    refusedTodo:
      'Look at SANDBOX_EGRESS_ALLOW and SANDBOX_EGRESS_REFUSED, then run node setup/main.js up: the proxy reads them when it starts.',
    closed: 'The egress proxy lets nothing out, as SANDBOX_EGRESS_ALLOW=off says',
    notClosed: 'The egress proxy does not refuse {{host}}, and SANDBOX_EGRESS_ALLOW=off says that it should',
    upTodo: 'Run node setup/main.js up: the proxy reads its settings when it starts.',
    guarded: 'The egress proxy refuses private addresses ({{host}})',
    open: 'The egress proxy does not refuse {{host}}: nothing keeps builds from private addresses of this network',
    openTodo:
      'Take no more jobs on this machine until it does: node setup/main.js compose stop worker. Then let SANDBOX_PROXY be empty and run node setup/main.js up, which starts the proxy of deploy/egress.',
  },
});

/** Cloud metadata services, which hold a machine's secrets: student builds must never reach them. */
const metadata = '169.254.169.254';
/** A name that is kept for such purposes, and that answers. */
const usualHost = 'example.com';
/** Above the 20 s in which the proxy itself gives up. Milliseconds. */
const patienceMs = 25_000;

type EgressSettings = Pick<Settings, 'DOCKHAND_STATE'> &
  Partial<Pick<Settings, 'SANDBOX_PROXY' | 'SANDBOX_EGRESS_ALLOW' | 'SANDBOX_EGRESS_TRUSTED'>>;

/** Asks the egress proxy for an address that builds may reach and for one that they may not. */
export async function examineEgress(
  settings: EgressSettings,
  patience = patienceMs,
): Promise<readonly DoctorFinding[]> {
  const place = proxyPlace(settings, settings.DOCKHAND_STATE);
  if (place.kind === 'none') return [well('egress', say(operatorLocale, 'none'))];
  const host = allowedHost(settings);
  const [allowed, forbidden] = await Promise.all(
    [host, metadata].map((each) => askEgress(place, each, patience)),
  );
  if (allowed === undefined || forbidden === undefined) return [];
  const dead = [allowed, forbidden].find(({ kind }) => kind === 'away') ?? bothSilent(allowed, forbidden);
  if (dead !== undefined) return [notThere(dead, shown(place))];
  const closed = settings.SANDBOX_EGRESS_ALLOW?.trim() === 'off';
  return [
    closed ? ofClosed(allowed, host) : ofAllowed(allowed, host, shown(place), patience),
    ofForbidden(forbidden, shown(place)),
  ];
}

/** An address that builds may reach: one listed by the operator, else one of the trusted ones, else any public one. */
function allowedHost({
  SANDBOX_EGRESS_ALLOW: allow,
  SANDBOX_EGRESS_TRUSTED: trusted,
}: EgressSettings): string {
  const listed = allow?.trim() === 'off' ? undefined : allow;
  const [first] = `${listed ?? ''} ${trusted ?? ''}`.split(/[\s,]+/).filter((name) => name !== '');
  return first?.replace(/^\./, '') ?? usualHost;
}

const bothSilent = (one: EgressAnswer, other: EgressAnswer): EgressAnswer | undefined =>
  one.kind === 'silent' && other.kind === 'silent' ? one : undefined;

/** Without a password that may stand in the address. */
const shown = (place: ReachableProxy): string => (place.kind === 'socket' ? place.path : place.url.host);

function notThere(answer: EgressAnswer, place: string): DoctorFinding {
  if (answer.kind !== 'away')
    return problem('egress', say(operatorLocale, 'silent', { place }), say(operatorLocale, 'silentTodo'));
  const { code } = answer;
  return code === 'EACCES'
    ? warning('egress', say(operatorLocale, 'notAllowed', { place }), say(operatorLocale, 'notAllowedTodo'))
    : problem('egress', say(operatorLocale, 'away', { place, code }), say(operatorLocale, 'awayTodo'));
}

function ofAllowed(answer: EgressAnswer, host: string, place: string, patience: number): DoctorFinding {
  const check = 'egress';
  if (answer.kind === 'through') return well(check, say(operatorLocale, 'through', { host }));
  if (answer.kind === 'refused')
    return problem(check, say(operatorLocale, 'refused', { host }), say(operatorLocale, 'refusedTodo'));
  if (answer.kind === 'odd') return oddAnswer(check, answer.status, host, place);
  const why =
    answer.kind === 'unreached'
      ? say(operatorLocale, 'status', { status: answer.status })
      : say(operatorLocale, 'late', { seconds: patience / 1_000 });
  return warning(
    check,
    say(operatorLocale, 'unreached', { host, why }),
    say(operatorLocale, 'unreachedTodo'),
  );
}

const oddAnswer = (check: string, status: number, host: string, place: string): DoctorFinding =>
  problem(check, say(operatorLocale, 'odd', { host, status }), say(operatorLocale, 'oddTodo', { place }));

const ofClosed = (answer: EgressAnswer, host: string): DoctorFinding =>
  answer.kind === 'refused'
    ? well('egress', say(operatorLocale, 'closed'))
    : problem('egress', say(operatorLocale, 'notClosed', { host }), say(operatorLocale, 'upTodo'));

/** The proxy refuses at once, without dialling: a host that was not refused was allowed, whether it answered or not. */
function ofForbidden(answer: EgressAnswer, place: string): DoctorFinding {
  const check = 'egress.refused';
  if (answer.kind === 'odd') return oddAnswer(check, answer.status, metadata, place);
  return answer.kind === 'refused'
    ? well(check, say(operatorLocale, 'guarded', { host: metadata }))
    : problem(check, say(operatorLocale, 'open', { host: metadata }), say(operatorLocale, 'openTodo'));
}
