import type { ComposeService } from './service.ts';

/** The port of a service's container that a port of the machine leads to; null where none does. */
export const portOfService = ({ ports }: ComposeService, published: number): number | null =>
  ports.find((port) => port.published === published && port.protocol === 'tcp')?.target ?? null;
