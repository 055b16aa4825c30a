import type { APILabelComponent, APIModalInteractionResponseCallbackData } from 'discord-api-types/v10';
import type { FileNames, Role } from '../../intake/intake-result.ts';
import { type Locale, words } from '../../wording/wording.ts';
import { customId } from './custom-id.ts';
import { type FieldTexts, longestFormText, paragraphField, uploadField } from './form-fields.ts';
import { cut } from './message.ts';
import { plainly } from './quote.ts';

const say = words('check-form', {
  en: {
    title: 'Check my files',
    first: 'Paste all of it.',
    keep: 'Leave it empty to keep the one I remember.',
    files: 'Or upload them',
    filesMore: 'On a phone this is easier than pasting. Any of the three, up to 64 KiB each.',
    fixTitle: 'Fix {{file}}',
    fixLine: 'Look at line {{line}}.',
    fixFile: 'Change what has to change.',
    fixNone: 'I do not remember this file yet: paste all of it.',
    fixLong: 'It has {{characters}} characters, and a form takes {{most}}. Upload it below instead.',
    fixWindows: 'Its line ends are from Windows, and a form cannot show them. Upload it below.',
    upload: 'Or upload it',
  },
});

const fileField = (id: Role, { label, description }: FieldTexts, value = ''): APILabelComponent =>
  paragraphField(id, { label: plainly(label, 45), description: cut(description, 100) }, { value });

/** All three files, and room for what else somebody uploads. */
const mostUploads = 5;

/** A form for pasting and uploading. Discord allows five parts in it. */
export function checkForm(
  locale: Locale,
  labels: Readonly<Record<Role, string>>,
): APIModalInteractionResponseCallbackData {
  const roles = ['dockerfile', 'dockerignore', 'entrypoint'] as const;
  return {
    custom_id: customId({ kind: 'check-files' }),
    title: say(locale, 'title'),
    components: [
      ...roles.map((role) =>
        fileField(role, {
          label: labels[role],
          description: say(locale, role === 'dockerfile' ? 'first' : 'keep'),
        }),
      ),
      uploadField({ label: say(locale, 'files'), description: say(locale, 'filesMore') }, mostUploads),
    ],
  };
}

/** A form with one of her files in it; one that a form cannot hold as it is has to be uploaded. `line`: 0 for none. */
export function fixForm(
  locale: Locale,
  { file, line, guild }: { readonly file: Role; readonly line: number; readonly guild: string },
  names: FileNames,
  remembered: string | null,
): APIModalInteractionResponseCallbackData {
  const fits = remembered !== null && fitsIntoForm(remembered);
  const description = fits
    ? say(locale, line === 0 ? 'fixFile' : 'fixLine', { line })
    : whyNotInForm(locale, remembered);
  return {
    custom_id: customId({ kind: 'fixed', guild }),
    title: plainly(say(locale, 'fixTitle', { file: names[file] }), 45),
    components: [
      fileField(file, { label: names[file], description }, fits ? remembered : ''),
      uploadField({ label: say(locale, 'upload'), description: say(locale, 'filesMore') }, mostUploads),
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
