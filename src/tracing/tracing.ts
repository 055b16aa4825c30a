import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { Telemetry } from 'bullmq';
import { BullMQOtel } from 'bullmq-otel';
import type { Logger } from 'pino';
import { settledWithin } from '../timing/time-limit.ts';
import { ReportingExporter } from './reporting-exporter.ts';

/** What is left to send when the process ends gets so long. Milliseconds. */
const closeMs = 2_000;
/** A collector that does not answer for this long is away. Milliseconds. */
const exportMs = 5_000;

export interface TracingOptions {
  /** As it is called where traces are looked at. */
  readonly service: 'dockhand-bot' | 'dockhand-worker';
  /** Of an OpenTelemetry collector, or of what speaks OTLP over HTTP as it does; without `/v1/traces`. */
  readonly endpoint: string;
  readonly log: Logger;
}

/** Traces of this process, from its beginning on; one process has one. */
export class Tracing {
  /** Hands the trace on with each job of a queue. */
  readonly queues: Telemetry;
  readonly #provider: TracerProvider;

  private constructor({ service, endpoint, log }: TracingOptions) {
    const exporter = new OTLPTraceExporter({
      url: new URL('v1/traces', endpoint.endsWith('/') ? endpoint : `${endpoint}/`).href,
      timeoutMillis: exportMs,
    });
    this.#provider = new TracerProvider({
      resource: resourceFromAttributes({ 'service.name': service }),
      spanProcessors: [new BatchSpanProcessor({ exporter: new ReportingExporter(exporter, log) })],
    });
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    propagation.setGlobalPropagator(new W3CTraceContextPropagator());
    trace.setGlobalTracerProvider(this.#provider);
    // Only now: it asks once who traces, by a copy of the API of its own.
    this.queues = new BullMQOtel({ tracerName: 'dockhand' });
  }

  static start(options: TracingOptions): Tracing {
    return new Tracing(options);
  }

  /** Sends what is left, if somebody takes it. */
  close(): Promise<unknown> {
    return settledWithin(this.#provider.shutdown(), closeMs);
  }
}
