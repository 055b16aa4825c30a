import type { CheckReport } from '../../check/model/report.ts';
import type { RememberedFile } from '../../records/records.ts';
import { type Locale, words } from '../../wording/wording.ts';
import { type Html, html } from './html.ts';
import { sentence, visible } from './text.ts';

const say = words('web.file', {
  en: { line: 'Line {{n}}', cut: '…and {{count}} more lines.', content: 'Content of {{path}}' },
});

/** The most lines shown of a file; Dockerfiles are shorter. */
const mostLines = 400;
const mostWide = 400;
/** The most files shown of a whole project. */
const mostFiles = 20;

/** The files to show: those with findings first. */
export function filesToList(
  files: readonly RememberedFile[],
  report: CheckReport | null,
): { readonly shown: readonly RememberedFile[]; readonly left: number } {
  const spokenOf = new Set([...(report?.todos ?? []), ...(report?.findings ?? [])].map(({ file }) => file));
  const isFirst = ({ path }: RememberedFile): boolean => spokenOf.has(path) || /dockerfile/i.test(path);
  const sorted = [...files.filter(isFirst), ...files.filter((file) => !isFirst(file))];
  const shown = files.length > mostFiles ? sorted.slice(0, mostFiles) : files;
  return { shown, left: files.length - shown.length };
}

/** A file with numbered lines, and the check's findings below each line. */
export function fileListing(locale: Locale, file: RememberedFile, report: CheckReport | null): Html {
  const lines = file.text.replace(/\r?\n$/, '').split(/\r?\n/);
  const remarks = [
    ...(report?.todos.filter((todo) => todo.status !== 'done') ?? []),
    ...(report?.findings ?? []),
  ].filter((one) => one.file === file.path && one.line !== null);
  return html`<div class="listing" tabindex="0" role="region" aria-label=${say(locale, 'content', { path: file.path })}>
    <ol>
      ${lines.slice(0, mostLines).map((line, i) => {
        const here = remarks.filter((one) => one.line === i + 1);
        return html`<li class=${here.length > 0 ? 'marked' : null}>
          <code>${visible(line.slice(0, mostWide))}</code>
          ${here.map(
            (one) => html`<p class="remark"><code>${one.rule}</code> ${sentence(locale, one.message)}</p>`,
          )}
        </li>`;
      })}
    </ol>
    ${
      lines.length > mostLines
        ? html`<p class="quiet">${say(locale, 'cut', { count: lines.length - mostLines })}</p>`
        : null
    }
  </div>`;
}
