import { type Attributes, context, type Span, SpanStatusCode, trace } from '@opentelemetry/api';

const tracer = (): ReturnType<typeof trace.getTracer> => trace.getTracer('dockhand');

/**
 * Does some work as a span of its own, in which spans that begin meanwhile have their place. It costs nothing to speak of where nobody
 * traces. What people wrote, and who they are, belongs into no attribute: traces go to another program.
 */
export function inSpan<T>(name: string, attributes: Attributes, work: () => Promise<T>): Promise<T> {
  return tracer().startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await work();
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}

/** Steps that follow one another, each as a span of its own that ends where the next begins; all in the span in which this was made. */
export class StepSpans {
  readonly #context = context.active();
  #current: { readonly name: string; readonly span: Span } | null = null;

  /** The step that is under way now. */
  enter(name: string): void {
    if (this.#current?.name === name) return;
    this.#current?.span.end();
    this.#current = { name, span: tracer().startSpan(name, {}, this.#context) };
  }

  /** No step is under way any more; `failed`: the last one did. */
  end(failed: boolean): void {
    if (failed) this.#current?.span.setStatus({ code: SpanStatusCode.ERROR });
    this.#current?.span.end();
    this.#current = null;
  }
}
