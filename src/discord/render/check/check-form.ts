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

/** The name of a file's field. */
const fieldOf = ({ role, path }: KeyedFile): string =>
  role === 'dockerfile' || role === 'dockerignore' || role === 'entrypoint' ? role : furtherField(path);

const fileField = (id: string, { label, description }: FieldTexts, value = ''): APILabelComponent =>
  paragraphField(id, { label: plainly(label, 45), description: cut(description, 100) }, { value });

/** Discord allows five parts in a form, and one of them is for uploads. */
const mostFields = 4;
/** All files of most lessons, and room for what else somebody uploads. */
const leastUploads = 5;
/** Discord takes no more in one field. */
const mostUploads = 10;

/** A form for pasting and uploading what a lesson wants: those that it needs come first. */
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

/** What can be uploaded: the files that the form has no field for are named. */
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

/** A form with one of her files in it; one that a form cannot hold as it is has to be uploaded. `line`: 0 for none. */
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

/** A carriage return does not come back out of a form, and may be the very fault. */
const fitsIntoForm = (content: string): boolean =>
  content.length <= longestFormText && !content.includes('\r');

function whyNotInForm(locale: Locale, remembered: string | null): string {
  if (remembered === null) return say(locale, 'fixNone');
  return remembered.length > longestFormText
    ? say(locale, 'fixLong', { characters: remembered.length, most: longestFormText })
    : say(locale, 'fixWindows');
}
