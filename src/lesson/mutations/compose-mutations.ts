import { type Document, isMap, isSeq, parseDocument } from 'yaml';
import type { TranslatableText } from '../../wording/wording.ts';
import type { AssertionOf, ComposeAssertion } from '../manifest/assertions.ts';
import { called } from './mistake-names.ts';
import type { Mistake } from './server-mutations.ts';

/**
 * The known ways to violate a Compose assertion by changing a lesson's own answer. Empty where the answer does not satisfy it.
 */
export function composeMistakes(assertion: ComposeAssertion, answer: string): readonly Mistake[] {
  const { service } = assertion;
  const place = ['services', service];
  const made = (what: TranslatableText, change: (file: Document.Parsed) => void): readonly Mistake[] => {
    const file = parseDocument(answer);
    if (!file.hasIn(place)) return [];
    const before = String(file);
    change(file);
    const text = String(file);
    return text === before ? [] : [{ what, text }];
  };
  const without = (key: string): readonly Mistake[] =>
    made(called('part-lacks', { what: service, part: key }), (file) => file.deleteIn([...place, key]));
  switch (assertion.assert) {
    case 'compose-service':
      return [
        ...made(called('without', { what: service }), (file) => file.deleteIn(place)),
        ...(assertion.image === undefined
          ? []
          : made(called('other-image', { service }), (file) =>
              file.setIn([...place, 'image'], 'another-image:1'),
            )),
        ...(assertion.builds === undefined
          ? []
          : made(called('other-build', { service }), (file) =>
              file.setIn([...place, 'build'], './another-folder'),
            )),
      ];
    case 'compose-port':
      return [...without('ports'), ...made(...anotherPort(assertion, place))];
    case 'compose-volume':
      return [
        ...without('volumes'),
        ...(assertion.kind === 'named'
          ? made(called('nameless-volume', { path: assertion.path }), (file) =>
              file.setIn([...place, 'volumes'], [assertion.path]),
            )
          : []),
      ];
    case 'compose-environment':
      return [
        ...made(called('part-lacks', { what: service, part: assertion.name }), (file) =>
          changeVariable(file, [...place, 'environment'], assertion.name, null),
        ),
        ...(assertion.value === undefined
          ? []
          : made(called('value-of', { name: assertion.name }), (file) =>
              changeVariable(file, [...place, 'environment'], assertion.name, 'another-value'),
            )),
      ];
    case 'compose-depends':
      return [
        ...without('depends_on'),
        ...(assertion.condition === 'service_started'
          ? []
          : made(called('waits-for-start', { service, on: assertion.on }), (file) =>
              file.setIn([...place, 'depends_on'], [assertion.on]),
            )),
      ];
    case 'compose-healthcheck':
      return without('healthcheck');
  }
}

/** Ways to lose the data of services: each service without its volumes. */
export function lostDataMistakes(answer: string): readonly Mistake[] {
  const services = parseDocument(answer).get('services');
  const names = isMap(services) ? services.items.map(({ key }) => String(key)) : [];
  return names.flatMap((service) => {
    const file = parseDocument(answer);
    return file.deleteIn(['services', service, 'volumes'])
      ? [{ what: called('part-lacks', { what: service, part: 'volumes' }), text: String(file) }]
      : [];
  });
}

function anotherPort(
  { service, port, published }: AssertionOf<'compose-port'>,
  place: readonly string[],
): readonly [what: TranslatableText, change: (file: Document.Parsed) => void] {
  const written = published === undefined ? `${port}:${port + 1}` : `${published + 1}:${port}`;
  return [
    called('port-mapping', { service, ports: written }),
    (file) => file.setIn([...place, 'ports'], [written]),
  ];
}

/** Removes a variable of a service or changes its value, in a mapping or in a list of `NAME=value`. */
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
