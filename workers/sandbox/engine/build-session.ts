import { Duplex } from 'node:stream';
import type Docker from 'dockerode';
import { InfrastructureError } from '../failures.ts';

/** As much of docker-modem as is used here; dockerode's types do not know it. */
interface DialingModem {
  buildRequest: (
    options: { readonly path?: string },
    context: { readonly hijack?: boolean },
    data: unknown,
    callback: (error: unknown, answer: unknown) => void,
  ) => void;
}

/**
 * Makes a client refuse an engine that answers a build's session instead of turning the connection into one: dockerode takes whatever
 * comes for a connection, and throws where nobody can catch it, which would end the process.
 */
export function insistOnSessions(docker: Docker): void {
  const modem = docker.modem as unknown as DialingModem;
  const ask = modem.buildRequest.bind(modem);
  modem.buildRequest = (options, context, data, callback) => {
    if (context.hijack !== true || !/\/session$/.test(options.path ?? '')) {
      ask(options, context, data, callback);
      return;
    }
    ask(options, context, data, (error, answer) => {
      if (error || answer instanceof Duplex) callback(error, answer);
      else callback(noSession(), null);
    });
  };
}

const noSession = (): InfrastructureError =>
  new InfrastructureError('engine-away', 'the engine answered the build’s session and opened none');
