import { words } from './words.ts'

/** What the page about this site says. */
export const about = {
  heading: 'About Broadsheet',
  intro:
    'Broadsheet is the daily paper of research on your own machine: it brings papers in, keeps them, and lays them out as pages to read, day by day.',
  sections: [
    {
      heading: 'What a day is',
      text: [
        'A paper stands under the day on which its source lists it. For arXiv that is the day after the evening on which it was announced; nothing is announced on Friday and Saturday evenings and on a few holidays, so weekends are empty.',
        'A paper is counted in each category it is listed in, and shown once, under its primary category.',
      ],
    },
    {
      heading: 'Whose words these are',
      text: [
        'Titles and abstracts are their authors’. They are shown as the source gave them, with accents and mathematics set properly. Where a source has already lost part of a formula, it is left as it is and not guessed.',
        'Where there is no abstract, a short summary of our own may stand in for it. The page of a paper says which of the two it is, and where it came from.',
      ],
    },
    {
      heading: 'What an edition is',
      text: [
        'An edition is a page of papers that somebody put together, kept as it stood: its papers, their order, and what it said of them on its day.',
      ],
    },
    {
      heading: 'How search works',
      text: [
        'A search looks for the words and for the meaning of what was asked, and puts both lists together by rank. Dates and categories narrow it. An id, a DOI or a link to a paper leads straight to that paper.',
      ],
    },
    {
      heading: 'What it does not do',
      text: [
        'These pages load nothing from elsewhere, set no cookie but the one that remembers light or dark when you choose, and follow nobody. They work without scripts.',
      ],
    },
  ],
} as const

export const aboutHeld = (papers: number, editions: number): string =>
  `At present it holds ${words.papers(papers)} and ${editions === 1 ? '1 edition' : `${editions} editions`}.`
