/** Whether uv reads the value of a variable or a setting as true. */
export const truthy = (value: string | undefined): boolean =>
  value !== undefined && /^(?:1|true|yes|on|y|t)$/i.test(value);
export const isBoolish = (value: string): boolean =>
  /^(?:1|true|yes|on|y|t|0|false|no|off|n|f)$/i.test(value);
