import { ButtonStyle, ComponentType } from 'discord-api-types/v10';
import type { FieldError } from '../api-error.ts';

/** A component or embed as received: the schema has checked its fields, and these rules check their combination. */
export type Loose = Readonly<Record<string, unknown>>;

const V2_ONLY = new Set<unknown>([
  ComponentType.Section,
  ComponentType.TextDisplay,
  ComponentType.Thumbnail,
  ComponentType.MediaGallery,
  ComponentType.File,
  ComponentType.Separator,
  ComponentType.Container,
]);

const SELECTS = new Set<unknown>([
  ComponentType.StringSelect,
  ComponentType.UserSelect,
  ComponentType.RoleSelect,
  ComponentType.MentionableSelect,
  ComponentType.ChannelSelect,
]);

const COMPONENT_LIMIT = 40;
const TEXT_LIMIT = 4000;
const ROW_LIMIT = 5;

interface PlacedComponent {
  readonly component: Loose;
  readonly path: readonly (string | number)[];
}

/** All components, nested ones too, with the paths that Discord's errors use. */
export function everyComponent(
  components: readonly Loose[],
  path: readonly (string | number)[] = [],
): PlacedComponent[] {
  return components.flatMap((component, index) => placed(component, [...path, index]));
}

function placed(component: Loose, path: readonly (string | number)[]): PlacedComponent[] {
  const nested = (component.components ?? []) as readonly Loose[];
  const single = ['accessory', 'component'].flatMap((key) =>
    component[key] ? placed(component[key] as Loose, [...path, key]) : [],
  );
  return [{ component, path }, ...everyComponent(nested, [...path, 'components']), ...single];
}

export function componentComplaints(
  components: readonly Loose[],
  { isV2, files }: { readonly isV2: boolean; readonly files: readonly string[] },
): FieldError[] {
  const all = everyComponent(components);
  const complaints: FieldError[] = [];
  const complain = (path: readonly (string | number)[], code: string, message: string): void => {
    complaints.push({ path, code, message });
  };
  if (isV2) {
    if (all.length > COMPONENT_LIMIT)
      complain(
        [],
        'BASE_TYPE_MAX_LENGTH',
        `Must be ${COMPONENT_LIMIT} or fewer in length, nested ones counted.`,
      );
    const text = all.reduce((sum, { component }) => sum + displayedText(component), 0);
    if (text > TEXT_LIMIT)
      complain(
        [],
        'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED',
        `Components displayable text size exceeds maximum size of ${TEXT_LIMIT}`,
      );
  } else {
    components.forEach((component, index) => {
      if (V2_ONLY.has(component.type))
        complain([index, 'type'], 'UNION_TYPE_CHOICES', 'Value of field "type" must be one of (1,).');
    });
    if (components.length > ROW_LIMIT)
      complain([], 'BASE_TYPE_BAD_LENGTH', `Must be between 1 and ${ROW_LIMIT} in length.`);
  }
  complaints.push(...duplicates(all));
  for (const one of all) complaints.push(...ownComplaints(one, files));
  return complaints;
}

function displayedText(component: Loose): number {
  return component.type === ComponentType.TextDisplay ? [...String(component.content)].length : 0;
}

function duplicates(all: readonly PlacedComponent[]): FieldError[] {
  const ids = new Set<unknown>();
  const customIds = new Set<unknown>();
  return all.flatMap(({ component, path }) => {
    const { custom_id: customId, id } = component;
    const found: FieldError[] = [];
    if (customId !== undefined && customId !== null && customIds.has(customId))
      found.push({
        path: [...path, 'custom_id'],
        code: 'COMPONENT_CUSTOM_ID_DUPLICATED',
        message: 'Component custom id cannot be duplicated',
      });
    if (typeof id === 'number' && id !== 0 && ids.has(id))
      found.push({
        path: [...path, 'id'],
        code: 'COMPONENT_ID_DUPLICATED',
        message: 'Component id cannot be duplicated',
      });
    customIds.add(customId);
    ids.add(id);
    return found;
  });
}

function ownComplaints({ component, path }: PlacedComponent, files: readonly string[]): FieldError[] {
  if (component.type === ComponentType.Button) return buttonComplaints(component, path);
  if (component.type === ComponentType.ActionRow) return rowComplaints(component, path);
  if (SELECTS.has(component.type)) return selectComplaints(component, path);
  return mediaComplaints(component, path, files);
}

function buttonComplaints(button: Loose, path: readonly (string | number)[]): FieldError[] {
  const at = (field: string, code: string, message: string): FieldError[] => [
    { path: [...path, field], code, message },
  ];
  const has = (field: string): boolean => typeof button[field] === 'string' && button[field] !== '';
  if (button.style === ButtonStyle.Premium)
    return has('sku_id') ? [] : at('sku_id', 'BASE_TYPE_REQUIRED', 'A sku id is required');
  const named =
    has('label') || button.emoji
      ? []
      : at('label', 'BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED', 'A label or an emoji is required');
  if (button.style === ButtonStyle.Link) {
    if (!has('url')) return [...named, ...at('url', 'BASE_TYPE_REQUIRED', 'A url is required')];
    return has('custom_id')
      ? at(
          'custom_id',
          'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE',
          'A custom id and url cannot both be specified',
        )
      : named;
  }
  if (!has('custom_id'))
    return [...named, ...at('custom_id', 'BASE_TYPE_REQUIRED', 'A custom id is required')];
  return has('url')
    ? at(
        'url',
        'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE',
        'A custom id and url cannot both be specified',
      )
    : named;
}

function rowComplaints(row: Loose, path: readonly (string | number)[]): FieldError[] {
  const inside = (row.components ?? []) as readonly Loose[];
  const select = inside.findIndex((one) => SELECTS.has(one.type));
  if (select === -1 || inside.length === 1) return [];
  return [
    {
      path: [...path, 'components', Math.max(select, 1)],
      code: 'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
      message: 'The specified component exceeds the maximum width',
    },
  ];
}

export function selectComplaints(select: Loose, path: readonly (string | number)[]): FieldError[] {
  const options = select.options as readonly Loose[] | undefined;
  const min = (select.min_values as number | null | undefined) ?? 1;
  const max = (select.max_values as number | null | undefined) ?? 1;
  const found: FieldError[] = [];
  if (min > max)
    found.push({
      path: [...path, 'max_values'],
      code: 'SELECT_COMPONENT_MIN_VALUES_GREATER_THAN_MAX',
      message: 'min_values cannot be greater than max_values',
    });
  if (options && max > options.length)
    found.push({
      path: [...path, 'options'],
      code: 'BASE_TYPE_BAD_LENGTH',
      message: `Must be between ${max} and 25 in length.`,
    });
  const seen = new Set<unknown>();
  (options ?? []).forEach((option, index) => {
    if (seen.has(option.value))
      found.push({
        path: [...path, 'options', index, 'value'],
        code: 'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
        message: 'The specified option value is already used',
      });
    seen.add(option.value);
  });
  return found;
}

function mediaComplaints(
  component: Loose,
  path: readonly (string | number)[],
  files: readonly string[],
): FieldError[] {
  const items = (component.items ?? []) as readonly Loose[];
  const media: [readonly (string | number)[], Loose][] = [
    ...(component.media ? [[[...path, 'media'], component.media as Loose] as const] : []),
    ...(component.file ? [[[...path, 'file'], component.file as Loose] as const] : []),
    ...items.map((item, i) => [[...path, 'items', i, 'media'], item.media as Loose] as const),
  ].map(([where, one]) => [where, one]);
  return media.flatMap(([where, one]) => {
    const url = String(one.url);
    const own = url.startsWith('attachment://');
    if (component.type === ComponentType.File && !own && !url.startsWith('http'))
      return [
        { path: [...where, 'url'], code: 'URL_TYPE_INVALID_SCHEME', message: 'Not a file of this message.' },
      ];
    if (!own || files.includes(url.slice('attachment://'.length))) return [];
    return [
      {
        path: [...where, 'url'],
        code: 'UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND',
        message: `The referenced attachment ("${url}") was not found`,
      },
    ];
  });
}
