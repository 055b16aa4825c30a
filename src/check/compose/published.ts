import type { ComposePort, ComposeService } from './service.ts';

/** What a service publishes as a port of the machine; undefined where it does not. */
export const publishedPort = ({ ports }: ComposeService, published: number): ComposePort | undefined =>
  ports.find((port) => port.published === published && port.protocol === 'tcp');
