import { describe, expect, test } from '@jest/globals';
import { hintsIn, lessonIn, placed, titlesIn } from './support/lesson-in.ts';

describe('code that other tools set', () => {
  const rows = 'FROM a\n# TODO 1: Install\n# TODO 2: Copy';
  test.each([
    ['Liquid', `{% highlight dockerfile %}\n${rows}\n{% endhighlight %}`],
    ['Liquid with line numbers', `{% highlight dockerfile linenos %}\n${rows}\n{% endhighlight %}`],
    ['Hugo', `{{< highlight dockerfile "linenos=table" >}}\n${rows}\n{{< /highlight >}}`],
    ['a directive', `:::code{language=dockerfile showCopyAction=true}\n${rows}\n:::`],
    ['AsciiDoc', `[source,dockerfile]\n----\n${rows}\n----`],
    ['AsciiDoc with options', `[source, dockerfile, linenums]\n----\n${rows}\n----`],
    ['reStructuredText', `.. code-block:: dockerfile\n\n   ${rows.replaceAll('\n', '\n   ')}`],
    [
      'reStructuredText with options',
      `.. code-block:: dockerfile\n   :linenos:\n\n   ${rows.replaceAll('\n', '\n   ')}`,
    ],
    ['HTML', `<pre><code class="language-dockerfile">${rows}\n</code></pre>`],
    ['HTML on lines of its own', `<pre>\n<code>\n${rows}\n</code>\n</pre>`],
    ['MDX', `<CodeBlock language="dockerfile" title="Dockerfile">\n{\`${rows}\`}\n</CodeBlock>`],
    ['Confluence', `{code:dockerfile}\n${rows}\n{code}`],
  ])('code is read as in %s', (_, code) => {
    const text = `# T\n\nBefore.\n\n${code}\n\nAfter.\n\n### TODO 3: Run\n`;
    expect(titlesIn(text)).toEqual(['Install', 'Copy', 'Run']);
    expect(lessonIn(text).template).toBe(rows);
  });

  test.each(['```{{exec}}', '```{{execute T1}}', '```{{copy}}', '``` {{exec interrupt}}', '~~~{{exec}}'])(
    'ends at %j',
    (end) => {
      const code = `${end.slice(0, 3)}\nFROM a\n# TODO 1: Install\n${end}\n\n### TODO 2: Run\n`;
      expect(titlesIn(`# T\n\n${code}`)).toEqual(['Install', 'Run']);
    },
  );
});

describe('headings that other tools set', () => {
  test.each([
    '<h2>Task 1: Write</h2>\n\n<h2>Task 2: Run</h2>\n',
    '<h3 id="one">Task 1: Write</h3>\n\n<h3 id="two"><b>Task 2:</b> Run</h3>\n',
    '== Task 1: Write\n\ntext\n\n== Task 2: Run\n',
    '=== Task 1: Write\n\n=== Task 2: Run\n',
    '## Task 1: Write\n{: #write .task}\n\n## Task 2: Run\n{: .task}\n',
    '## Task 1: Write {#write}\n\n## Task 2: Run {#run .task}\n',
    '## **Task 1**: Write\n\n## [Task 2: Run](#run)\n',
  ])('%j sets two tasks', (text) => {
    expect(titlesIn(`# T\n\n${text}`)).toEqual(['Write', 'Run']);
  });
});

describe('blocks that other tools set', () => {
  test.each([
    ['MyST', '```{exercise} Write\n:label: one\n\nDo it.\n```\n\n```{exercise} Run\n:label: two\n```\n'],
    ['MyST with colons', ':::{exercise} Write\n:label: one\n\nDo it.\n:::\n\n:::{exercise} Run\n:::\n'],
    [
      'MyST with a start',
      '```{exercise-start} Write\n:label: one\n```\n\na\n\n```{exercise-end}\n```\n\n```{exercise} Run\n```\n',
    ],
    ['MyST without a title', '```{exercise}\n:label: one\n\nWrite\n```\n\n```{exercise}\nRun\n```\n'],
    ['Pandoc', '::: {.exercise #one name="Write"}\na\n:::\n\n::: {#two .exercise}\n## Run\n\na\n:::\n'],
    ['Obsidian', '> [!todo] TODO 1: Write\n> a\n\n> [!todo] TODO 2: Run\n'],
    ['Obsidian without numbers', '> [!todo] Write\n> a\n\n> [!todo] Run\n'],
    ['the Carpentries', '::: challenge\n\n## Write\n\na\n\n:::\n\n::: challenge\n\n### Run\n\n:::\n'],
    ['the Carpentries of old', '> ## Write\n>\n> a\n{: .challenge}\n\n> ## Run\n> a\n{: .challenge}\n'],
    [
      'steps of MDX',
      '<Steps>\n  <Step title="Write">\n    a\n  </Step>\n  <Step title="Run">\n    b\n  </Step>\n</Steps>\n',
    ],
  ])('sets two tasks as in %s', (_, text) => {
    expect(titlesIn(`# T\n\n${text}`)).toEqual(['Write', 'Run']);
  });

  test.each([
    ['a quote with a class', '> ## Solution\n> use a\n{: .solution}', '> ### Hint\n>\n> use b\n{: .hint}'],
    ['a class above a quote', '{: .hint }\n> use a', '{: .hint-title }\n> Hint\n>\n> use b'],
    ['a class above a paragraph', '{: .hint }\nuse a', '{: .solution}\nuse b'],
    ['an element', '<Aside type="tip" title="Hint">\nuse a\n</Aside>', '<Hint>\n\nuse b\n\n</Hint>'],
    [
      'an element over several lines',
      '<Accordion\n  title="Hint"\n  open={false}\n>\nuse a\n</Accordion>',
      '<Collapsible\n  title="Solution">\nuse b\n</Collapsible>',
    ],
    [
      'an element that is indented',
      '<Accordion title="Hint">\n    use a\n</Accordion>',
      '<AccordionGroup>\n  <Accordion title="Hint">\n      use b\n  </Accordion>\n</AccordionGroup>',
    ],
    ['an aside of Notion', '<aside>\n💡 **Hint:** use a\n\n</aside>', '<aside>\n💡 Hint: use b\n</aside>'],
    [
      'a division',
      '<div class="hint">\n\nuse a\n\n</div>',
      '<div class="box solution" hidden>\n<div>\n\nuse b\n\n</div>\n</div>',
    ],
    ['Docsify', '?> **Hint** use a', '?> Hint: use b'],
    ['AsciiDoc', '.Hint\n[%collapsible]\n====\nuse a\n====', '[TIP]\n====\nuse b\n===='],
    ['reStructuredText', '.. hint::\n\n   use a', '.. dropdown:: Hint\n\n   use b'],
    ['reStructuredText on one line', '.. hint:: use a', '.. tip:: use b'],
    ['a directive on one line', '::alert[**Hint:** use a]{type="info"}', '::tip[use b]'],
    ['a spoiler', '>! use a', '>! use b'],
    [
      'Hugo, with two texts',
      '{{< expand "Hint" "…" >}}\nuse a\n{{< /expand >}}',
      '{{< details "Solution" "closed" >}}\nuse b\n{{< /details >}}',
    ],
    ['headings as tabs', '#### **Task**\n\nDo it.\n\n#### **Solution**\n\nuse a', '#### **Hint**\n\nuse b'],
    ['a link', 'Hint: [use a](a.md)', '[Hint](b.md): use b'],
    [
      'MyST',
      '```{hint}\n:class: dropdown\n\nuse a\n```',
      '```{solution} two\n:label: s\n:class: dropdown\nuse b\n```',
    ],
  ])('gives a hint as in %s', (_, one, two) => {
    const [first, second] = placed(one, two);
    expect(first).toMatch(/^\[?use a(?:\]\(a\.md\))?$/);
    expect(second).toMatch(/^use b$/);
  });

  test.each([
    [
      '```{exercise} A\n:label: one\n```\n\n```{exercise} B\n:label: two\n```\n\n```{solution} one\nuse a\n```\n',
    ],
    [
      ':::{exercise} A\n:label: one\n:::\n\n:::{exercise} B\n:::\n\n:::{solution} one\n:class: dropdown\n\nuse a\n:::\n',
    ],
    [
      '::: {.exercise #one}\nA.\n:::\n\n::: {.exercise #two}\nB.\n:::\n\n::: {.solution ref="one"}\nuse a\n:::\n',
    ],
    [
      '```{exercise-start} A\n:label: one\n```\na\n```{exercise-end}\n```\n\n```{exercise} B\n```\n\n```{solution-start} one\n```\n\nuse a\n\n```{solution-end}\n```\n',
    ],
    ['```{exercise} A\n:name: one\n```\n\n```{exercise} B\n```\n\n```{solution} one\nuse a\n```\n'],
  ])('a solution goes by the label of its exercise: %j', (text) => {
    expect(hintsIn(`# T\n\n${text}`)).toEqual(['use a', null]);
  });
});
