import { type APILabelComponent, ComponentType, TextInputStyle } from 'discord-api-types/v10';

/** Discord's limit for one text field of a form, in characters. */
export const longestFormText = 4_000;

export interface FieldTexts {
  readonly label: string;
  readonly description: string;
}

/** A multi-line text field. `most` and `least` in characters; without `least` the field is optional. */
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
    // `required` already implies one character.
    ...(least === undefined || least === 1 ? {} : { min_length: least }),
    max_length: most,
    ...(value === '' ? {} : { value }),
  },
});

/** A required single-line text field. `most` in characters. */
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

/** An optional upload field with the ID `files`. */
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
