import { type Document, isMap, isSeq, parseDocument } from 'yaml';
import type { AssertionOf, ComposeAssertion } from './assertions.ts';

/** A known way to miss an assertion over a Compose file: what is done, and the file with it. */
interface ComposeMistake {
  readonly what: string;
  readonly text: string;
}

/** The known ways to miss an assertion over a Compose file, in a lesson's own answer. Empty where the answer does not hold it. */
export function composeMistakes(assertion: ComposeAssertion, answer: string): readonly ComposeMistake[] {
  const { service } = assertion;
  const place = ['services', service];
  const made = (what: string, change: (file: Document.Parsed) => void): readonly ComposeMistake[] => {
    const file = parseDocument(answer);
    if (!file.hasIn(place)) return [];
    const before = String(file);
    change(file);
    const text = String(file);
    return text === before ? [] : [{ what, text }];
  };
  const without = (key: string): readonly ComposeMistake[] =>
    made(`${service} without ${key}`, (file) => file.deleteIn([...place, key]));
  switch (assertion.assert) {
    case 'compose-service':
      return [
        ...made(`without ${service}`, (file) => file.deleteIn(place)),
        ...(assertion.image === undefined
          ? []
          : made(`${service} upon another image`, (file) =>
              file.setIn([...place, 'image'], 'another-image:1'),
            )),
        ...(assertion.builds === undefined
          ? []
          : made(`${service} built from another folder`, (file) =>
              file.setIn([...place, 'build'], './another-folder'),
            )),
      ];
    case 'compose-port':
      return [...without('ports'), ...made(...anotherPort(assertion, place))];
    case 'compose-volume':
      return [
        ...without('volumes'),
        ...(assertion.kind === 'named'
          ? made(`${assertion.path} in a volume without a name`, (file) =>
              file.setIn([...place, 'volumes'], [assertion.path]),
            )
          : []),
      ];
    case 'compose-environment':
      return [
        ...made(`${service} without ${assertion.name}`, (file) =>
          changeVariable(file, [...place, 'environment'], assertion.name, null),
        ),
        ...(assertion.value === undefined
          ? []
          : made(`${assertion.name} with another value`, (file) =>
              changeVariable(file, [...place, 'environment'], assertion.name, 'another-value'),
            )),
      ];
    case 'compose-depends':
      return [
        ...without('depends_on'),
        ...(assertion.condition === 'service_started'
          ? []
          : made(`${service} waits for the start of ${assertion.on} only`, (file) =>
              file.setIn([...place, 'depends_on'], [assertion.on]),
            )),
      ];
    case 'compose-healthcheck':
      return without('healthcheck');
  }
}

/** Ways to lose what services keep: each of them without its volumes. */
export function lostDataMistakes(answer: string): readonly ComposeMistake[] {
  const services = parseDocument(answer).get('services');
  const names = isMap(services) ? services.items.map(({ key }) => String(key)) : [];
  return names.flatMap((service) => {
    const file = parseDocument(answer);
    return file.deleteIn(['services', service, 'volumes'])
      ? [{ what: `${service} without volumes`, text: String(file) }]
      : [];
  });
}

function anotherPort(
  { service, port, published }: AssertionOf<'compose-port'>,
  place: readonly string[],
): readonly [what: string, change: (file: Document.Parsed) => void] {
  const written = published === undefined ? `${port}:${port + 1}` : `${published + 1}:${port}`;
  return [`${service} with ${written}`, (file) => file.setIn([...place, 'ports'], [written])];
}

/** Takes a variable of a service away, or gives it another value: in a mapping, or in a list of `NAME=value`. */
function changeVariable(
  file: Document.Parsed,
  place: readonly string[],
  name: string,
  value: string | null,
): void {
  const variables = file.getIn(place);
  if (isMap(variables)) {
    if (value === null) file.deleteIn([...place, name]);
    else file.setIn([...place, name], value);
  } else if (isSeq(variables)) {
    const at = variables.items.findIndex((item) => String(item).startsWith(`${name}=`));
    if (at >= 0 && value === null) file.deleteIn([...place, at]);
    else if (at >= 0) file.setIn([...place, at], `${name}=${value}`);
  }
}
