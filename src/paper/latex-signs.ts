/** Pairs written one after another, `alpha α beta β`, as a map. */
const pairs = (text: string): Map<string, string> => {
  const words = text.trim().split(/\s+/)
  return new Map(words.flatMap((word, i) => (i % 2 === 0 ? [[word, words[i + 1] ?? '']] : [])))
}

/** What becomes of a command that stands for one sign, in text and in mathematics alike. */
export const signs = pairs(`
  alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι
  kappa κ lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ
  upsilon υ phi φ varphi φ chi χ psi ψ omega ω digamma ϝ
  Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
  ell ℓ hbar ħ hslash ħ imath ı jmath ȷ Re ℜ Im ℑ wp ℘ aleph ℵ beth ℶ gimel ℷ daleth ℸ
  infty ∞ partial ∂ nabla ∇ forall ∀ exists ∃ nexists ∄ emptyset ∅ varnothing ∅ complement ∁
  angle ∠ triangle △ square □ Box □ Diamond ◇ blacksquare ■ bigstar ★ star ⋆ ast ∗ prime ′
  degree ° celsius ℃ deg deg mho ℧ eth ð top ⊤ bot ⊥ surd √ flat ♭ natural ♮ sharp ♯
  clubsuit ♣ diamondsuit ♢ heartsuit ♡ spadesuit ♠ checkmark ✓ cmark ✓ xmark ✗ maltese ✠
  sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ iiint ∭ oint ∮ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂
  bigvee ⋁ bigwedge ⋀ bigsqcup ⨆ biguplus ⨄ bigodot ⨀
  ldots … dots … cdots ⋯ dotsc … dotsb ⋯ dotsm ⋯ vdots ⋮ ddots ⋱ textellipsis …
  langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ lbrace { rbrace } lbrack [ rbrack ] vert |
  Vert ‖ lvert | rvert | lVert ‖ rVert ‖ mid ∣ backslash \\ setminus ∖ smallsetminus ∖
  ss ß ae æ AE Æ oe œ OE Œ o ø O Ø l ł L Ł aa å AA Å dh ð DH Ð th þ TH Þ dj đ DJ Đ ng ŋ NG Ŋ i ı j ȷ
  angstrom Å S § P ¶ dag † ddag ‡ dagger † ddagger ‡ copyright © textcopyright © textregistered ®
  texttrademark ™ pounds £ textsterling £ euro € texteuro € yen ¥ textdegree ° textmu µ
  textless < textgreater > textbar | textbackslash \\ textasciitilde ~ textasciicircum ^
  textunderscore _ textdollar $ textquotesingle ' textquotedblleft “ textquotedblright ”
  textquoteleft ‘ textquoteright ’ lq ‘ rq ’ textendash – textemdash — textbullet •
  textperiodcentered · textonehalf ½ textpm ± texttimes × guillemotleft « guillemotright »
  textrightarrow → textleftarrow ← textuparrow ↑ textdownarrow ↓
  TeX TeX LaTeX LaTeX BibTeX BibTeX colon : micro µ ohm Ω eg e.g. ie i.e. vs vs.
  wrt w.r.t. cf cf. etc etc. eps ε kms km/s msun M⊙ Msun M⊙ C ℂ N ℕ
  Q ℚ R ℝ Z ℤ CC ℂ NN ℕ PP ℙ QQ ℚ RR ℝ ZZ ℤ
`)

/** Relations, operators and arrows. A blank before one in the source is matched by one after it. */
export const operators = pairs(`
  times × cdot · div ÷ pm ± mp ∓ circ ∘ bullet • oplus ⊕ ominus ⊖ otimes ⊗ oslash ⊘ odot ⊙ bigcirc ◯
  wedge ∧ land ∧ vee ∨ lor ∨ neg ¬ lnot ¬ cap ∩ cup ∪ uplus ⊎ sqcap ⊓ sqcup ⊔ amalg ⨿ wr ≀
  rtimes ⋊ ltimes ⋉ boxtimes ⊠ boxplus ⊞ diamond ⋄
  leq ≤ le ≤ leqslant ≤ geq ≥ ge ≥ geqslant ≥ neq ≠ ne ≠ ll ≪ gg ≫ lll ⋘ ggg ⋙ lt < gt >
  lesssim ≲ gtrsim ≳ la ≲ ga ≳ lsim ≲ gsim ≳ simlt ≲ simgt ≳ lessgtr ≶ approx ≈ sim ∼ simeq ≃ cong ≅ equiv ≡ propto ∝ asymp ≍
  doteq ≐ triangleq ≜ coloneqq ≔ defeq ≔ prec ≺ succ ≻ preceq ≼ succeq ≽ in ∈ notin ∉ ni ∋
  subset ⊂ subseteq ⊆ subsetneq ⊊ supset ⊃ supseteq ⊇ supsetneq ⊋ sqsubseteq ⊑ sqsupseteq ⊒
  perp ⊥ parallel ∥ models ⊨ vdash ⊢ dashv ⊣ vDash ⊨ Vdash ⊩ bowtie ⋈ therefore ∴ because ∵
  to → rightarrow → gets ← leftarrow ← leftrightarrow ↔ Rightarrow ⇒ implies ⇒ Leftarrow ⇐
  Leftrightarrow ⇔ iff ⇔ longrightarrow → longleftarrow ← Longrightarrow ⇒ longleftrightarrow ↔
  Longleftrightarrow ⇔ mapsto ↦ longmapsto ↦ hookrightarrow ↪ hookleftarrow ↩ uparrow ↑
  downarrow ↓ updownarrow ↕ Uparrow ⇑ Downarrow ⇓ nearrow ↗ searrow ↘ nwarrow ↖ swarrow ↙
  rightsquigarrow ⇝ leadsto ⇝ rightharpoonup ⇀ rightleftharpoons ⇌ twoheadrightarrow ↠
  xrightarrow → xleftarrow ← dashrightarrow ⇢ ra → rar → lra ↔ rightrightarrows ⇉
`)

/** Names of functions, written upright with a thin space around them. */
export const functions = new Set(
  `log ln lg exp sin cos tan cot sec csc sinh cosh tanh arcsin arccos arctan min max sup inf lim
  limsup liminf det dim ker hom gcd deg arg Pr argmin argmax tr Tr rank diag mod bmod poly polylog
  sgn sign supp Hom Ext Tor End Aut`.split(/\s+/),
)

/** The mark that an accent command puts over, under or through its letter, as a combining character. */
export const accents = new Map([
  ['`', '\u0300'],
  ["'", '\u0301'],
  ['^', '\u0302'],
  ['~', '\u0303'],
  ['=', '\u0304'],
  ['u', '\u0306'],
  ['.', '\u0307'],
  ['"', '\u0308'],
  ['r', '\u030A'],
  ['H', '\u030B'],
  ['v', '\u030C'],
  ['d', '\u0323'],
  ['c', '\u0327'],
  ['k', '\u0328'],
  ['b', '\u0331'],
])

/** The same for the accents of mathematics, which have names. */
export const mathAccents = new Map([
  ['grave', '\u0300'],
  ['acute', '\u0301'],
  ['hat', '\u0302'],
  ['widehat', '\u0302'],
  ['tilde', '\u0303'],
  ['widetilde', '\u0303'],
  ['bar', '\u0304'],
  ['overline', '\u0304'],
  ['breve', '\u0306'],
  ['dot', '\u0307'],
  ['ddot', '\u0308'],
  ['mathring', '\u030A'],
  ['check', '\u030C'],
  ['vec', '\u20D7'],
  ['overrightarrow', '\u20D7'],
  ['underline', '\u0332'],
  ['not', '\u0338'],
])

/** Letters of blackboard bold that everyone has a font for. */
export const blackboard = pairs('C ℂ H ℍ N ℕ P ℙ Q ℚ R ℝ Z ℤ')

/** Characters that Unicode has as superscripts. */
export const raised = pairs(
  '0 ⁰ 1 ¹ 2 ² 3 ³ 4 ⁴ 5 ⁵ 6 ⁶ 7 ⁷ 8 ⁸ 9 ⁹ + ⁺ - ⁻ − ⁻ = ⁼ ( ⁽ ) ⁾ n ⁿ i ⁱ k ᵏ d ᵈ m ᵐ T ᵀ',
)

/** Characters that Unicode has as subscripts. */
export const lowered = pairs(
  `0 ₀ 1 ₁ 2 ₂ 3 ₃ 4 ₄ 5 ₅ 6 ₆ 7 ₇ 8 ₈ 9 ₉ + ₊ - ₋ − ₋ = ₌ ( ₍ ) ₎
  a ₐ e ₑ h ₕ i ᵢ j ⱼ k ₖ l ₗ m ₘ n ₙ o ₒ p ₚ r ᵣ s ₛ t ₜ u ᵤ v ᵥ x ₓ`,
)

/** Names of characters in HTML, beside those of Greek letters, which LaTeX shares. */
export const entities = pairs(`
  amp & lt < gt > quot " apos ' ndash – mdash — lsquo ‘ rsquo ’ sbquo ‚ ldquo “ rdquo ” bdquo „
  hellip … bull • middot · times × divide ÷ plusmn ± deg ° micro µ copy © reg ® trade ™ sect §
  para ¶ laquo « raquo » euro € pound £ yen ¥ szlig ß aelig æ AElig Æ oslash ø Oslash Ø oelig œ
  OElig Œ aring å Aring Å eth ð ETH Ð thorn þ THORN Þ minus − le ≤ ge ≥ ne ≠ asymp ≈ sim ∼ equiv ≡
  rarr → larr ← harr ↔ rArr ⇒ hArr ⇔ isin ∈ infin ∞ part ∂ nabla ∇ sum ∑ prod ∏ radic √ int ∫
  sup1 ¹ sup2 ² sup3 ³ frac12 ½ frac14 ¼ frac34 ¾ iexcl ¡ iquest ¿ dagger † Dagger ‡ prime ′
`)
