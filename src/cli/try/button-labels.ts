/** The labels of a message's buttons, in order. */
export function buttonLabels(message: { readonly components?: unknown } | null): readonly string[] {
  const labels: string[] = [];
  const look = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(look);
    else if (typeof value === 'object' && value !== null) {
      const { type, label } = value as { readonly type?: unknown; readonly label?: unknown };
      if (type === 2 && typeof label === 'string') labels.push(label);
      Object.values(value).forEach(look);
    }
  };
  look(message?.components ?? []);
  return labels;
}
