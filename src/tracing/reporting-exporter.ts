import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import type { Logger } from 'pino';

/** Exports spans, and logs once when the collector is unavailable and once when it is back. Only traces are lost in between. */
export class ReportingExporter implements SpanExporter {
  readonly #exporter: SpanExporter;
  readonly #log: Logger;
  #isAway = false;

  constructor(exporter: SpanExporter, log: Logger) {
    this.#exporter = exporter;
    this.#log = log;
  }

  export(spans: ReadableSpan[], done: Parameters<SpanExporter['export']>[1]): void {
    this.#exporter.export(spans, (result) => {
      const isAway = result.error !== undefined || result.code !== 0;
      if (isAway && !this.#isAway)
        this.#log.warn(
          { event: 'tracing.collector-away', problem: result.error?.message },
          'nobody takes traces at OTEL_EXPORTER_OTLP_ENDPOINT: they are lost until somebody does',
        );
      if (!isAway && this.#isAway)
        this.#log.info({ event: 'tracing.collector-back' }, 'traces are taken again');
      this.#isAway = isAway;
      done(result);
    });
  }

  async forceFlush(): Promise<void> {
    await this.#exporter.forceFlush?.();
  }

  shutdown(): Promise<void> {
    return this.#exporter.shutdown();
  }
}
