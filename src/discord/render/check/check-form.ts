import type { APILabelComponent, APIModalInteractionResponseCallbackData } from 'discord-api-types/v10';
import type { StudentFile } from '../../../lesson/manifest/requested-files.ts';
import { furtherField } from '../../../submission/files.ts';
import { type Locale, words } from '../../../wording/wording.ts';
import { customId } from '../custom-id.ts';
import { type FieldTexts, longestFormText, paragraphField, uploadField } from '../form-fields.ts';
import { cut } from '../message.ts';
import { plainly } from '../quote.ts';
import type { KeyedFile } from './student-file-key.ts';

const say = words('check-form', {
  en: {
    title: 'Check my files',
    first: 'Paste all of it.',
    keep: 'Leave it empty to keep the one I remember.',
    optional: 'You can do without it. Leave it empty to keep the one I remember.',
    files: 'Or upload them',
    filesMore: 'On a phone this is easier than pasting. Any of the three, up to 64 kB each.',
    filesAny: 'On a phone this is easier than pasting. Any of these files, up to 64 kB each.',
    filesRest: 'Here is room for {{list}}, too. Up to 64 kB each.',
    fixTitle: 'Fix {{file}}',
    fixLine: 'Look at line {{line}}.',
    fixFile: 'Change what has to change.',
    fixNone: 'I do not remember this file yet: paste all of it.',
    fixLong: 'It has {{characters}} characters, and a form takes {{most}}. Upload it below instead.',
    fixWindows: 'Its line endings are from Windows, and a form cannot show them. Upload it below.',
    upload: 'Or upload it',
  },
});

/** The label of a file's field. */
const fieldOf = ({ role, path }: KeyedFile): string =>
  role === 'dockerfile' || role === 'dockerignore' || role === 'entrypoint' ? role : furtherField(path);

const fileField = (id: string, { label, description }: FieldTexts, value = ''): APILabelComponent =>
  paragraphField(id, { label: plainly(label, 45), description: cut(description, 100) }, { value });

/** Discord allows five components in a form; one of them is for uploads. */
const mostFields = 4;
/** Enough for all files of most lessons, plus others that somebody uploads. */
const leastUploads = 5;
/** Discord's limit for one upload field. */
const mostUploads = 10;

/** A form for pasting and uploading the lesson's files, required ones first. */
export function checkForm(
  locale: Locale,
  wanted: readonly StudentFile[],
): APIModalInteractionResponseCallbackData {
  const sorted = [...wanted.filter(({ needed }) => needed), ...wanted.filter(({ needed }) => !needed)];
  const shown = new Set(sorted.slice(0, mostFields));
  return {
    custom_id: customId({ kind: 'check-files' }),
    title: say(locale, 'title'),
    components: [
      ...wanted
        .filter((file) => shown.has(file))
        .map((file) => fileField(fieldOf(file), { label: file.path, description: aboutFile(locale, file) })),
      uploadField(
        { label: say(locale, 'files'), description: cut(aboutUploads(locale, wanted, sorted), 100) },
        Math.min(mostUploads, Math.max(leastUploads, wanted.length)),
      ),
    ],
  };
}

function aboutFile(locale: Locale, { role, needed, where }: StudentFile): string {
  const keepKey = needed ? 'keep' : 'optional';
  const how = say(locale, role === 'dockerfile' ? 'first' : keepKey);
  return where === null ? how : `${where}. ${how}`;
}

/** Describes the upload field, naming the files that have no text field of their own. */
function aboutUploads(
  locale: Locale,
  wanted: readonly StudentFile[],
  sorted: readonly StudentFile[],
): string {
  const rest = sorted.slice(mostFields).map(({ path }) => plainly(path, 40));
  if (rest.length > 0) return say(locale, 'filesRest', { list: rest.join(', ') });
  const isUsual = wanted.length === 3 && wanted.every((file) => fieldOf(file) === file.role);
  return say(locale, isUsual ? 'filesMore' : 'filesAny');
}

/**
 * A form that contains one of the student's files. A file that a form cannot hold unchanged has to be uploaded. `line`: the line
 * to fix; 0 for none.
 */
export function fixForm(
  locale: Locale,
  { line, guild }: { readonly line: number; readonly guild: string },
  file: KeyedFile,
  remembered: string | null,
): APIModalInteractionResponseCallbackData {
  const fits = remembered !== null && fitsIntoForm(remembered);
  const description = fits
    ? say(locale, line === 0 ? 'fixFile' : 'fixLine', { line })
    : whyNotInForm(locale, remembered);
  return {
    custom_id: customId({ kind: 'fixed', guild }),
    title: plainly(say(locale, 'fixTitle', { file: file.path }), 45),
    components: [
      fileField(fieldOf(file), { label: file.path, description }, fits ? remembered : ''),
      uploadField({ label: say(locale, 'upload'), description: say(locale, 'filesAny') }, leastUploads),
    ],
  };
}

/** Discord's forms drop carriage returns, and those may be the very fault. */
const fitsIntoForm = (content: string): boolean =>
  content.length <= longestFormText && !content.includes('\r');

function whyNotInForm(locale: Locale, remembered: string | null): string {
  if (remembered === null) return say(locale, 'fixNone');
  return remembered.length > longestFormText
    ? say(locale, 'fixLong', { characters: remembered.length, most: longestFormText })
    : say(locale, 'fixWindows');
}
