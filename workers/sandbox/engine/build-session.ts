import { Duplex } from 'node:stream';
import type Docker from 'dockerode';
import { InfrastructureError } from '../failures.ts';

/** The part of docker-modem that is used here; dockerode's types omit it. */
interface DialingModem {
  buildRequest: (
    options: { readonly path?: string },
    context: { readonly hijack?: boolean },
    data: unknown,
    callback: (error: unknown, answer: unknown) => void,
  ) => void;
}

/**
 * Makes a client reject an engine that answers the request for a build session instead of upgrading the connection: dockerode would take
 * the answer for a connection, and throw where nothing can catch it, which would end the process.
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
