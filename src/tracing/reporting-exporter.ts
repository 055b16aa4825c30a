import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import type { Logger } from 'pino';

/** Sends spans on, and says once when nobody takes them and once when somebody does again: traces are lost then, and nothing else. */
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
