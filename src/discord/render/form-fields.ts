import { type APILabelComponent, ComponentType, TextInputStyle } from 'discord-api-types/v10';

/** What Discord takes in one text of a form. Characters. */
export const longestFormText = 4_000;

export interface FieldTexts {
  readonly label: string;
  readonly description: string;
}

/** A field of a form for a text of several lines. `most` and `least` in characters; without `least` it may stay empty. */
export const paragraphField = (
  id: string,
  texts: FieldTexts,
  {
    most = longestFormText,
    least,
    value = '',
  }: { readonly most?: number; readonly least?: number; readonly value?: string } = {},
): APILabelComponent => ({
  type: ComponentType.Label,
  ...texts,
  component: {
    type: ComponentType.TextInput,
    custom_id: id,
    style: TextInputStyle.Paragraph,
    required: least !== undefined,
    // One character is what `required` means.
    ...(least === undefined || least === 1 ? {} : { min_length: least }),
    max_length: most,
    ...(value === '' ? {} : { value }),
  },
});

/** A field for one line that has to be filled in. `most`: characters. */
export const lineField = (id: string, texts: FieldTexts, most: number): APILabelComponent => ({
  type: ComponentType.Label,
  ...texts,
  component: {
    type: ComponentType.TextInput,
    custom_id: id,
    style: TextInputStyle.Short,
    required: true,
    max_length: most,
  },
});

/** A field for uploads, called `files`; it may stay empty. */
export const uploadField = (texts: FieldTexts, most: number): APILabelComponent => ({
  type: ComponentType.Label,
  ...texts,
  component: {
    type: ComponentType.FileUpload,
    custom_id: 'files',
    min_values: 0,
    max_values: most,
    required: false,
  },
});
