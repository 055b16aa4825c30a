import type { ComposePort, ComposeService } from './service.ts';

/** The port entry that publishes a TCP port of the host; undefined when there is none. */
export const publishedPort = ({ ports }: ComposeService, published: number): ComposePort | undefined =>
  ports.find((port) => port.published === published && port.protocol === 'tcp');
