import { type Attributes, context, type Span, SpanStatusCode, trace } from '@opentelemetry/api';

const tracer = (): ReturnType<typeof trace.getTracer> => trace.getTracer('dockhand');

/**
 * Runs work in a span, which becomes the parent of spans started meanwhile. It costs next to nothing without tracing. Attributes
 * must not contain what people wrote or who they are, because traces go to another program.
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

/**
 * Consecutive steps, each in a span that ends where the next one begins; all are children of the span in which this was created.
 */
export class StepSpans {
  readonly #context = context.active();
  #current: { readonly name: string; readonly span: Span } | null = null;

  /** Begins the next step. */
  enter(name: string): void {
    if (this.#current?.name === name) return;
    this.#current?.span.end();
    this.#current = { name, span: tracer().startSpan(name, {}, this.#context) };
  }

  /** Ends the last step; `failed`: it failed. */
  end(failed: boolean): void {
    if (failed) this.#current?.span.setStatus({ code: SpanStatusCode.ERROR });
    this.#current?.span.end();
    this.#current = null;
  }
}
