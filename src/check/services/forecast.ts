import type { Manifest } from '../../lesson/manifest/manifest.ts';
import type { ServiceForecast } from '../compose/forecast.ts';
import type { ComposeService } from '../compose/service.ts';
import { type Judgement, judgeData, judgeHealth } from './database.ts';
import { type ForecastSources, knowService } from './known-services.ts';
import { judgeConnection, judgeProgram } from './program.ts';

/** Predicts what the services of a Compose file do after `docker compose up`, as far as their programs are known. */
export function forecastServices(
  sources: ForecastSources,
  { port, todos, promises }: Pick<Manifest, 'port' | 'todos' | 'promises'>,
): ServiceForecast {
  const { compose } = sources;
  const known = compose.services.map((service) => knowService(service, sources));
  const asked = [...todos.flatMap(({ assertions }) => assertions), ...promises];
  const keeps = asked.some((each) => each.assert === 'keeps-data' && each.kept);
  const judged: (readonly [ComposeService, Judgement])[] = [];
  const connections = known.flatMap((each) =>
    each.kind === 'program' ? [{ service: each.service, ...judgeConnection(each, compose, known) }] : [],
  );
  for (const [at, each] of known.entries()) {
    const service = compose.services[at];
    if (service === undefined) continue;
    switch (each.kind) {
      case 'unknown':
        judged.push([service, 'unknown']);
        break;
      case 'ends':
        judged.push([service, { fault: each.fault, line: each.line }]);
        break;
      case 'database':
        judged.push([service, judgeHealth(each)]);
        if (!connections.some(({ database }) => database === each))
          judged.push([service, judgeData(each, false)]);
        break;
      case 'program':
        judged.push([service, judgeProgram(each, compose, port)]);
    }
  }
  for (const { service, judgement, database } of connections) {
    judged.push([service, judgement]);
    if (database !== null) judged.push([database.service, judgeData(database, keeps)]);
  }
  return {
    faults: judged.flatMap(([{ name }, judgement]) =>
      typeof judgement === 'string' ? [] : [{ ...judgement.fault, service: name, line: judgement.line }],
    ),
    isKnown: connections.length > 0 && judged.every(([, judgement]) => judgement === 'right'),
  };
}
