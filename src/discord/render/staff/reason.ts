import { type APILabelComponent, ComponentType, TextInputStyle } from 'discord-api-types/v10';
import { type Locale, words } from '../../../wording/wording.ts';

const say = words('reason', {
  en: {
    why: 'Why?',
    about: 'It is written down. A student whom it concerns reads it, too.',
  },
});

/** A form field that asks for the reason of a staff action. Its custom ID is `reason`. */
export const reasonField = (locale: Locale, required: boolean): APILabelComponent => ({
  type: ComponentType.Label,
  label: say(locale, 'why'),
  description: say(locale, 'about'),
  component: {
    type: ComponentType.TextInput,
    custom_id: 'reason',
    style: TextInputStyle.Short,
    required,
    max_length: 200,
  },
});
