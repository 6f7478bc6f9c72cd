import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { plainText, richText } from '#paper'
import { sharedFile } from '../../test/testing.ts'

const raw = String.raw

const plain: [source: string, text: string][] = [
  // Words
  ['Attention Is All You Need', 'Attention Is All You Need'],
  ['  A title\n  that arXiv wrapped', 'A title that arXiv wrapped'],
  [raw`Schr\"{o}dinger, Erd\H{o}s, {\'e}tale, \v{S}ver\'ak`, 'Schrödinger, Erdős, étale, Šverák'],
  [raw`na\"ively, Ragnar\"ok, na\"{\i}ve, \'{\i}, \'\i`, 'naïvely, Ragnarök, naïve, í, í'],
  [
    raw`S\o rensen, \O{}ystein, {\L}ukasz, Stra\ss e, \AA rhus`,
    'Sørensen, Øystein, Łukasz, Straße, Århus',
  ],
  [raw`Gar\c con, Fran\c{c}ois, \k{a}, Kov\'acs \& S\^onh`, 'Garçon, François, ą, Kovács & Sônh'],
  [raw`{B}ayesian {\em deep} \textbf{nets} for \texttt{C--}`, 'Bayesian deep nets for C--'],
  ["``quoted'' and `single' -- then --- done", '“quoted” and ‘single’ – then — done'],
  [raw`Fig.~3 costs ~10 GPU hours, about~5`, 'Fig. 3 costs ~10 GPU hours, about 5'],
  [
    raw`30\% of A\&B, 5\$, C\#, a\_b, 10\,km, 84.5\% accuracy`,
    '30% of A&B, 5$, C#, a_b, 10 km, 84.5% accuracy',
  ],
  [
    'Q&amp;A: caf&eacute; &#233;t&#xe9; &lt;b&gt; &alpha;&ndash;&nbsp;5 &unknown;',
    'Q&A: café été <b> α– 5 &unknown;',
  ],
  [raw`Token Recycling requires \textless2MB of memory`, 'Token Recycling requires <2MB of memory'],
  [raw`{\small \url{ https://github.com/a/b_c }}`, 'https://github.com/a/b_c'],
  [
    raw`see \href{https://a.org/x}{our page}\footnote{Code at \url{https://b.org}}.`,
    'see our page (Code at https://b.org).',
  ],
  [
    raw`As \cite{Smith:2020,  Jones} show, Theorem~\ref{main}`,
    'As [Smith:2020, Jones] show, Theorem [main]',
  ],
  [raw`(\eg text) \emph{et al.} \LaTeX\ is`, '(e.g. text) et al. LaTeX is'],
  [
    raw`We present \ours{}, a \red{fast} \method for \begin{itemize}\item one\item two\end{itemize}`,
    'We present ours, a fast method for • one • two',
  ],
  ['over {0,1}^n and {a, b}', 'over {0,1}^n and {a, b}'],
  ['a <b>bold</b> H<sub>2</sub>O, if a<b> and <x,y>', 'a bold H2O, if a<b> and <x,y>'],
  ['left \u202Eright\u0000, soft\u00ADhyphen', 'left right, softhyphen'],

  [
    "``one\" and ``two'', a --> b, run --fast, A--B, -----",
    '“one” and “two”, a --> b, run --fast, A–B, -----',
  ],

  // Mathematics
  [raw`$\ell_1$ and $\ell_p$`, 'ℓ₁ and ℓₚ'],
  [
    raw`$O(n \log n)$ and $O(n\log n)$ in $\mathcal{O}(\log^2 n)$`,
    'O(n log n) and O(n log n) in O(log² n)',
  ],
  [
    raw`$8\times$ faster, $2 \times 3$, $10^{-3}$, $x^{n+1}$, $x_{max}$`,
    '8× faster, 2 × 3, 10⁻³, xⁿ⁺¹, x_max',
  ],
  [raw`H$_2$O at 20$^\circ$C, the $n^{th}$, $\mu$m, 5$\sigma$`, 'H₂O at 20°C, the nth, μm, 5σ'],
  [
    raw`$\frac{1}{2}$, $\frac{a+b}{c}$, $\frac12$, $a \over b$, $\sqrt{2}$, $\sqrt[3]{xy}$`,
    '1/2, (a+b)/c, 1/2, a/b, √2, ³√xy',
  ],
  [
    raw`$\mathbb{R}^n$, $\hat{x}$, $\not=$, $\Lambda$CDM, $SU(2)\times U(1)$`,
    'ℝⁿ, x̂, ≠, ΛCDM, SU(2)×U(1)',
  ],
  [raw`\(x\) or \[y\] or $$z$$ or \begin{equation}w\end{equation}`, 'x or y or z or w'],
  [
    raw`\alpha-divergence, \mathbb{R}^d outside dollars, x^{2}`,
    'α-divergence, ℝ^d outside dollars, x²',
  ],
  [
    raw`Al$\_2$O$\_3$ and $\lsim 3\eps$ for $\text{all $n$ of } \RR$`,
    'Al₂O₃ and ≲3ε for all n of ℝ',
  ],
  [
    raw`$A \cong _k B$, $I_{(d+1)}$, $F^{[n]}$, $\begin{array}{ll} a & b \\ c & d \end{array}$`,
    'A ≅ₖ B, I_(d+1), F^[n], a b ; c d',
  ],
  [raw`$x \leq \text{the least of } y$`, 'x ≤ the least of y'],

  // What is no mathematics, or was lost before
  ['$5 and $10', '$5 and $10'],
  ['from $3.5M to $10M, for $n$ users', 'from $3.5M to $10M, for n users'],
  ['costs $200 or less', 'costs $200 or less'],
  ['in hyperbolic $3-$space, for $5-$10', 'in hyperbolic 3-space, for $5-$10'],
  ['13.7times and 8timesA800, leq 2%', '13.7times and 8timesA800, leq 2%'],
  [raw`an unclosed $\alpha and {brace`, 'an unclosed $α and brace'],
  ['a closed } brace }', 'a closed brace'],
]

test('a title becomes clean text', () => {
  for (const [source, text] of plain) assert.equal(plainText(source), text, source)
})

const rich: [source: string, html: string][] = [
  ['a < b & "c"', 'a &lt; b &amp; &quot;c&quot;'],
  [
    raw`\textit{O}, \textbf{b \emph{c}}, \texttt{d}`,
    '<em>O</em>, <strong>b </strong><strong><em>c</em></strong>, <code>d</code>',
  ],
  [raw`H\textsubscript{2}O`, 'H<sub>2</sub>O'],
  [raw`$x^2$`, '<math><msup><mi>x</mi><mn>2</mn></msup></math>'],
  [raw`$\foo{$`, raw`$\foo{$`],
  [
    'see https://a.org/b_c, or (http://d.org).',
    'see <a href="https://a.org/b_c" rel="nofollow noopener">https://a.org/b_c</a>, or (<a href="http://d.org" rel="nofollow noopener">http://d.org</a>).',
  ],
  [
    raw`\href{https://a.org}{\textit{here}}`,
    '<a href="https://a.org" rel="nofollow noopener"><em>here</em></a>',
  ],
  ['One.\n  Two\nlines.', 'One.<br>Two lines.'],
  // Hostile
  ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
  [raw`\href{javascript:alert(1)}{here} \url{javascript:alert(1)}`, 'here javascript:alert(1)'],
  [raw`\href{https://a.org/"onclick="x}{here}`, 'here'],
  [raw`$\def\x{\x\x}\x$`, raw`$\def\x{\x\x}\x$`],
  [raw`$\href{javascript:alert(1)}{x}$`, 'x'],
  [raw`$a\href{javascript:alert(1)}{x}$`, raw`$a\href{javascript:alert(1)}{x}$`],
  [raw`$\includegraphics{http://x.org/a.png}$`, raw`$\includegraphics{http://x.org/a.png}$`],
  // Where temml gives up, or nobody knows a command
  [raw`$x_\left$ and $\ours$`, raw`$x_\left$ and <math><mrow><mtext>ours</mtext></mrow></math>`],
  [
    raw`$\overline{M}$ $\cancel{x}$`,
    '<math><mover><mrow><mi>M</mi></mrow><mo stretchy="true">‾</mo></mover></math> <math><mrow><mi>x</mi><mrow></mrow></mrow></math>',
  ],
  [raw`$\text{at $n$}$`, '<math><mrow><mtext>at\u00A0</mtext><mi>n</mi></mrow></math>'],
  [
    raw`$\texttt{name}$ and $\href{https://a.org}{\text{this}}$`,
    '<code>name</code> and <a href="https://a.org" rel="nofollow noopener">this</a>',
  ],

  [
    raw`$<img src=x onerror=alert(1)>$`,
    '<math><mrow><mo>&lt;</mo><mi>i</mi><mi>m</mi><mi>g</mi><mi>s</mi><mi>r</mi><mi>c</mi><mo>=</mo><mi>x</mi><mi>o</mi><mi>n</mi><mi>e</mi><mi>r</mi><mi>r</mi><mi>o</mi><mi>r</mi><mo>=</mo><mi>a</mi><mi>l</mi><mi>e</mi><mi>r</mi><mi>t</mi><mrow><mo fence="true" form="prefix" stretchy="false">(</mo><mn>1</mn><mo fence="true" form="postfix" stretchy="false">)</mo></mrow><mo>&gt;</mo></mrow></math>',
  ],
]

test('an abstract becomes safe HTML', () => {
  for (const [source, html] of rich) assert.equal(richText(source), html, source)
})

test('text that is itself a link has no links inside', () => {
  assert.equal(richText('see https://a.org', { links: false }), 'see https://a.org')
})

/** Titles of real records that keep a dollar: one is a price, one lost the dollar that closes. */
const dollarsThatStay = /Pp\. \$95\.00|\(BO₃\)\$_2$/

test('titles of real records with broken LaTeX come out without any', (context) => {
  const file = sharedFile(context, 'data/messy/messy.jsonl.gz')
  if (!file) return
  const lines = gunzipSync(readFileSync(file)).toString().trim().split('\n')

  const left = lines
    .map((line) => plainText(JSON.parse(line).title))
    .filter((title) => /[\\${}]|&\w+;/.test(title) && !dollarsThatStay.test(title))

  assert.deepEqual(left, [])
  assert.ok(lines.length > 2000)
})
