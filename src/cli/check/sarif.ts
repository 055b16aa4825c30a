import { type CheckReport, isOpen, type Severity } from '../../check/model/report.ts';
import { rules } from '../../check/rules/index.ts';
import { operatorLocale, type TranslatableText, translate } from '../../wording/wording.ts';

/** A location in SARIF: a file, and a line if there is one. */
interface SarifLocation {
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string };
    readonly region?: { readonly startLine: number };
  };
}

interface Result {
  readonly ruleId: string;
  readonly level: 'error' | 'warning' | 'note';
  readonly message: { readonly text: string };
  readonly locations: readonly SarifLocation[];
}

const levels: Readonly<Record<Severity, Result['level']>> = {
  error: 'error',
  warning: 'warning',
  advice: 'note',
};

/** A check and the folder of its files, relative to the repository (`backend`, or empty). */
export interface CheckedFolder {
  readonly folder: string;
  readonly report: CheckReport;
}

/** Reports as SARIF 2.1.0, so that GitHub annotates a pull request's lines with findings and with missing or wrong TODOs. */
export function sarif(checked: readonly CheckedFolder[]): unknown {
  const results = checked.flatMap(({ folder, report }) => resultsOf(folder, report));
  const used = new Set(results.map(({ ruleId }) => ruleId));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Dockhand',
            rules: rules
              .filter(({ id }) => used.has(id))
              .map(({ id, title, why, url, severity }) => ({
                id,
                shortDescription: { text: translate(operatorLocale, title) },
                fullDescription: { text: translate(operatorLocale, why) },
                ...(url === null ? {} : { helpUri: url }),
                defaultConfiguration: { level: levels[severity] },
              })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results,
      },
    ],
  };
}

function resultsOf(folder: string, { todos, findings }: CheckReport): readonly Result[] {
  const at = (file: string, line: number | null): SarifLocation => ({
    physicalLocation: {
      artifactLocation: { uri: uriOf(folder, file) },
      ...(line === null ? {} : { region: { startLine: line } }),
    },
  });
  const result = (
    ruleId: string,
    level: Result['level'],
    message: TranslatableText,
    file: string,
    line: number | null,
  ): Result => ({
    ruleId,
    level,
    message: { text: translate(operatorLocale, message) },
    locations: [at(file, line)],
  });
  return [
    ...todos
      .filter(isOpen)
      .map(({ rule, required, message, file, line }) =>
        result(rule, required ? 'error' : 'note', message, file ?? 'Dockerfile', line),
      ),
    ...findings.map(({ rule, severity, message, file, line }) =>
      result(rule, levels[severity], message, file, line),
    ),
  ];
}

/** A relative reference: each part escaped, the slashes left. */
function uriOf(folder: string, file: string): string {
  const path = [...folder.split('/'), ...file.split('/')].filter((part) => part !== '' && part !== '.');
  return path.map((part) => (part === '..' ? part : encodeURIComponent(part))).join('/');
}
