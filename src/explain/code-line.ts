/** A word of a program that is called with a text: `logger.error("connection refused")`. */
const call =
  /^(?:(?:await|return|yield) )?[a-z][\w$]{0,60}(?:\([^()"'`]{0,60}\))?(?:\.[A-Za-z][\w$]{0,60}(?:\([^()"'`]{0,60}\))?){0,4}\([furb]{0,2}["'`].{0,400}[)}{,];?$/;
/** An exception that is thrown, not one that was. */
const thrown = /^(?:raise|throw(?: new)?) [A-Z][\w.]{0,80}\(/;
/** One that is expected: `except OperationalError:`, `} catch (error) {`. */
const expected = /^(?:except (?:[A-Z]|\([A-Z]).{0,200}:|\}? ?catch ?\(.{0,200}\) ?\{)$/;
/** A text that gets a name, or is given one: `const message = '…'`, `DETAIL = "…"`. */
const named = /^(?:(?:const|let|var|export) )?[A-Za-z_$][\w$]{0,60} = [furb]{0,2}["'`].{0,400}["'`];?$/;
/** pytest's look at a value that was compared: `E        +  where 404 = <Response [404 Not Found]>.status_code`. */
const compared = /^E {2,20}\+ {1,10}(?:where|and) /;
/** A comment of a program. What a shell or a build prints behind a number sign is no sentence. */
const comment = /^(?:#|\/\/|--) (?:[A-Za-z]{2,30}:? ){2}/;
/** What browsers ask for by themselves, and do not miss. */
const unasked = /\/(?:favicon\.ico|apple-touch-icon[\w-]{0,40}\.png|robots\.txt|\.well-known\/appspecific)\b/;
/** What a program says to inform: `10-listen.sh: info: …`. */
const remark = /^(?:[\w./-]{1,80}: )?info: /;

/** Whether a line is code, or only tells how things stand: it may have an error's words, and nothing went wrong. */
export function isCodeOrRemark(line: string): boolean {
  const start = line.trimStart().slice(0, 500);
  return [call, thrown, expected, named, compared, comment, unasked, remark].some((sign) => sign.test(start));
}
