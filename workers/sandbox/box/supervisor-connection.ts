import { type IncomingMessage, request } from 'node:http';
import type { Socket } from 'node:net';
import { BoxAgent } from '../engine/dial.ts';
import { InfrastructureError } from '../failures.ts';
import { parsedJson } from '../parsed-json.ts';

/** A supervisor's answer: its status and its JSON body, null when the body is not JSON. */
export interface SupervisorAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Nothing listens on that port of the box. */
export class PortClosed extends Error {
  override readonly name = 'PortClosed';
}

const mostAnswerBytes = 256 * 1024;

/** One request to a supervisor, with JSON both ways. */
export function exchange(
  socketPath: string,
  method: string,
  path: string,
  body: unknown,
  signal: AbortSignal,
): Promise<SupervisorAnswer> {
  return new Promise((resolve, reject) => {
    const payload = body === undefined ? '' : JSON.stringify(body);
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) };
    const call = request({ socketPath, method, path, headers, agent: new BoxAgent(socketPath), signal });
    call.on('response', (answer) => readAnswer(answer).then(resolve, reject));
    call.on('error', reject);
    call.end(payload);
  });
}

async function readAnswer(answer: IncomingMessage): Promise<SupervisorAnswer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    // Leaving the loop destroys the connection.
    if (bytes > mostAnswerBytes) throw new Error('the answer is too long');
    chunks.push(chunk);
  }
  return { status: answer.statusCode ?? 0, body: parsedJson(Buffer.concat(chunks).toString('utf8')) };
}

/**
 * Has the supervisor connect to a port of its box.
 *
 * @throws PortClosed when nothing listens there
 */
export function connectTo(
  socketPath: string,
  port: number,
  token: string,
  signal: AbortSignal,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const call = request({
      socketPath,
      method: 'CONNECT',
      path: `127.0.0.1:${port}`,
      headers: { 'x-lease': token },
      agent: new BoxAgent(socketPath),
      signal,
    });
    call.on('connect', (answer, socket, head) => {
      if (answer.statusCode === 200) {
        if (head.length > 0) socket.unshift(head);
        return resolve(socket as Socket);
      }
      socket.destroy();
      reject(refusalOf(answer, port));
    });
    call.on('response', (answer) => {
      answer.resume();
      reject(refusalOf(answer, port));
    });
    call.on('error', reject);
    call.end();
  });
}

const refusalOf = ({ statusCode }: IncomingMessage, port: number): Error =>
  statusCode === 502 || statusCode === 504
    ? new PortClosed(`nothing listens on port ${port}`)
    : new InfrastructureError('engine-away', `the box answered ${statusCode} to CONNECT ${port}`);
