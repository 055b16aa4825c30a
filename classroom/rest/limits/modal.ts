import { ComponentType } from 'discord-api-types/v10';
import type { FieldError } from '../api-error.ts';
import { everyComponent, type Loose, selectComplaints } from './components.ts';

/** Discord allows at most five components in a modal. */
const MODAL_LIMIT = 5;

/** The limits of a modal that are not in Discord's schema. */
export function modalComplaints(components: readonly Loose[]): FieldError[] {
  const prefix = ['data', 'components'];
  const found: FieldError[] = [];
  if (components.length > MODAL_LIMIT)
    found.push({
      path: prefix,
      code: 'BASE_TYPE_BAD_LENGTH',
      message: `Must be between 1 and ${MODAL_LIMIT} in length.`,
    });
  const seen = new Set<unknown>();
  for (const { component, path } of everyComponent(components, prefix)) {
    const { custom_id: customId, type, min_length: min, max_length: max } = component;
    if (customId !== undefined && seen.has(customId))
      found.push({
        path: [...path, 'custom_id'],
        code: 'COMPONENT_CUSTOM_ID_DUPLICATED',
        message: 'Component custom id cannot be duplicated',
      });
    if (customId !== undefined) seen.add(customId);
    if (type === ComponentType.ActionRow && (component.components as readonly Loose[]).length > 1)
      found.push({
        path: [...path, 'components', 1],
        code: 'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
        message: 'The specified component exceeds the maximum width',
      });
    if (typeof min === 'number' && typeof max === 'number' && min > max)
      found.push({
        path: [...path, 'max_length'],
        code: 'BASE_TYPE_MIN_GREATER_THAN_MAX',
        message: 'min_length cannot be greater than max_length',
      });
    found.push(...textInputComplaints(component, path));
    if (component.options || component.max_values !== undefined)
      found.push(...selectComplaints(component, path));
  }
  return found;
}

function textInputComplaints(component: Loose, path: readonly (string | number)[]): FieldError[] {
  if (component.type !== ComponentType.TextInput) return [];
  const inLabel = path.at(-1) === 'component';
  if (inLabel && component.label)
    return [
      {
        path: [...path, 'label'],
        code: 'CLASSROOM_LABEL_TWICE',
        message: 'A text input inside a label component has no label of its own',
      },
    ];
  if (!inLabel && !component.label)
    return [{ path: [...path, 'label'], code: 'BASE_TYPE_REQUIRED', message: 'This field is required' }];
  return [];
}
