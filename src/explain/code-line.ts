/** A function call with a string argument: `logger.error("connection refused")`. */
const call =
  /^(?:(?:await|return|yield) )?[a-z][\w$]{0,60}(?:\([^()"'`]{0,60}\))?(?:\.[A-Za-z][\w$]{0,60}(?:\([^()"'`]{0,60}\))?){0,4}\([furb]{0,2}["'`].{0,400}[)}{,];?$/;
/** Source code that raises an exception, as opposed to the report of one. */
const thrown = /^(?:raise|throw(?: new)?) [A-Z][\w.]{0,80}\(/;
/** Source code that catches an exception: `except OperationalError:`, `} catch (error) {`. */
const expected = /^(?:except (?:[A-Z]|\([A-Z]).{0,200}:|\}? ?catch ?\(.{0,200}\) ?\{)$/;
/** A string assigned to a variable: `const message = '…'`, `DETAIL = "…"`. */
const named = /^(?:(?:const|let|var|export) )?[A-Za-z_$][\w$]{0,60} = [furb]{0,2}["'`].{0,400}["'`];?$/;
/** pytest's explanation of a compared value: `E        +  where 404 = <Response [404 Not Found]>.status_code`. */
const compared = /^E {2,20}\+ {1,10}(?:where|and) /;
/** A source comment. It has to start with two words: what a shell or a build prints after `#` does not. */
const comment = /^(?:#|\/\/|--) (?:[A-Za-z]{2,30}:? ){2}/;
/** Paths that browsers request on their own; a 404 for one is harmless. */
const unasked = /\/(?:favicon\.ico|apple-touch-icon[\w-]{0,40}\.png|robots\.txt|\.well-known\/appspecific)\b/;
/** An informational message: `10-listen.sh: info: …`. */
const remark = /^(?:[\w./-]{1,80}: )?info: /;

/** Whether a line is source code or an informational message: it may contain an error's words although nothing failed. */
export function isCodeOrRemark(line: string): boolean {
  const start = line.trimStart().slice(0, 500);
  return [call, thrown, expected, named, compared, comment, unasked, remark].some((sign) => sign.test(start));
}
