import {
  isFrameLine,
  stripBackticks,
  stripColours,
  stripListMarkers,
  stripSpoiler,
  stripTable,
  unescapeMarkdown,
} from './decorations.ts';
import { newSideOfDiff } from './diff.ts';
import { joinEchoes } from './echoed-lines.ts';
import type { Block } from './fences.ts';
import { openJsonFiles } from './json-files.ts';
import { partLeadIn, stripQuotationMarks } from './led-in.ts';
import { stripLineNumbers } from './line-numbers.ts';
import { dedent, dedentFiles } from './margins.ts';
import { stripEmphasis, stripFileNames, stripHereString, stripYamlMarks } from './marked-lines.ts';
import {
  plainPrompts,
  stripContinuationPrompts,
  stripLineEndSigns,
  stripPromptInfo,
} from './terminal-marks.ts';
import {
  openEscaped,
  openJsonString,
  partBreakTags,
  stripChatHeaders,
  stripCodeTags,
  unescapeAll,
} from './web-marks.ts';

/** A block's lines without what editors, chats and people add around them; `whole` unless a diff leaves lines out. */
export function undecorated(block: Block): { readonly lines: readonly string[]; readonly whole: boolean } {
  const text = /^ansi$/i.test(block.label) ? stripColours(block.content, true) : block.content;
  const shown = text
    .trimEnd()
    .split('\n')
    .filter((line) => !isFrameLine(line));
  const opened = openEscaped(openJsonString(openJsonFiles(shown)));
  const typed = stripContinuationPrompts(stripPromptInfo(stripChatHeaders(unescapeAll(opened))));
  const lines = stripLineEndSigns(plainPrompts(typed));
  const isDiff = /^(diff|patch)$/i.test(block.label);
  const unnumbered = stripLineNumbers(lines);
  // A page that shows a change has the numbers in front of the marks.
  const diff =
    newSideOfDiff(lines, isDiff) ?? (unnumbered === lines ? null : newSideOfDiff(unnumbered, isDiff));
  const numberless = joinEchoes(
    stripLineNumbers(stripFileNames(stripHereString(stripYamlMarks(diff?.lines ?? lines)))),
  );
  const plain = block.fenced
    ? numberless
    : unescapeMarkdown(
        stripListMarkers(
          stripEmphasis(
            stripBackticks(
              stripTable(
                stripSpoiler(stripQuotationMarks(partLeadIn(stripCodeTags(partBreakTags(numberless))))),
              ),
            ),
          ),
        ),
      );
  return { lines: stripLineNumbers(dedentFiles(dedent(plain))), whole: diff?.whole ?? true };
}
