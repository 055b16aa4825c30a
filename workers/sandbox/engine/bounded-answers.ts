import http, { type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import type Docker from 'dockerode';
import { AnswerTooLarge } from '../failures.ts';

/** The part of docker-modem that is used here; dockerode's types omit it. */
interface Modem {
  buildRequest: (
    options: RequestOptions,
    context: { readonly isStream?: boolean },
    data: unknown,
    callback: (error: unknown, answer: unknown) => void,
  ) => void;
}

/**
 * Makes a client abandon an answer of more than `most` bytes with {@link AnswerTooLarge}, before it is all in memory: docker-modem
 * buffers whole answers. Streams are left to their readers; error responses are bounded too.
 */
export function boundAnswers(docker: Docker, most: number): void {
  const modem = docker.modem as unknown as Modem;
  const ask = modem.buildRequest.bind(modem);
  modem.buildRequest = (options, context, data, callback) => {
    let settled = false;
    const settle: typeof callback = (error, answer) => {
      if (settled) return;
      settled = true;
      callback(error, answer);
    };
    const agent = watching(options.agent, (request) =>
      request.once('response', (answer) => {
        if (context.isStream === true && (answer.statusCode ?? 500) < 400) return;
        count(answer, most, () => {
          request.destroy();
          settle(new AnswerTooLarge(most), null);
        });
      }),
    );
    ask({ ...options, agent }, context, data, settle);
  };
}

function count(answer: IncomingMessage, most: number, over: () => void): void {
  let bytes = 0;
  answer.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= most) return;
    // Release the chunks held so far at once.
    answer.removeAllListeners('data');
    over();
  });
}

/** Wraps an agent so that each request is seen before it is sent. */
function watching(agent: RequestOptions['agent'], look: (request: ClientRequest) => void): http.Agent {
  const used = (agent instanceof http.Agent ? agent : http.globalAgent) as http.Agent & {
    addRequest: (request: ClientRequest, options: unknown) => void;
  };
  return Object.create(used, {
    addRequest: {
      value: (request: ClientRequest, options: unknown) => {
        look(request);
        used.addRequest(request, options);
      },
    },
  }) as http.Agent;
}
