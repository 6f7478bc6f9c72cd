import { constants, halfLife } from '#trending'
import { count } from './count.ts'

const n = (value: number) => String(Math.round(value * 100) / 100)

const doublings = (value: number) => (value === 1 ? 'one doubling' : `${n(value)} doublings`)

/** What the page about ranking says. Its numbers are those that the formula is reckoned with. */
export const ranking = {
  title: 'How papers are ranked',
  intro:
    'One formula orders the papers under Trending and in searches that ask for it. It is here in full, with the numbers it is reckoned with; nothing else has a say. Every score can be taken apart, to the last vote, on the page of its paper.',
  formula: 'score = log₂(1 + votes that count + start) − how much louder its field is',
  sections: [
    {
      heading: 'Doublings',
      text: [
        'Scores are counted in doublings: a paper with one more has twice as much behind it. So the hundredth vote moves a paper less than the second one did.',
      ],
    },
    {
      heading: 'Votes that count',
      text: [
        'Everybody has one vote for a paper and can take it back. The vote of a reader whose account is at least three days old counts one; in the first days of a house, that of a reader whose account is half as old as the house. Curators count from the first day.',
        'Votes of accounts that are newer are shown like all others. However many they are, together they lift a paper past one other paper and no further; so fifty accounts made this morning move it by one place.',
        'Readers who seem to act together count as one, and one more for each doubling of them: two as two, four as three, fifty as six or seven. They seem to if they vote from one part of the network; if they share five votes and seven in ten of all that they voted for; or if each gives half of at least six votes to what the other nominated. The public log says so when that happens to a handful of votes.',
        'Where a vote came from is known only as a hash of the paper and the neighbourhood of the address, under a key that is in the memory of the server, made anew every day and written nowhere.',
      ],
    },
    {
      heading: 'The start',
      text: [
        `Before anybody has voted, a paper begins with ${n(constants.start)} votes, doubled or halved by records. A record is the mean of what earlier papers received beside what was usual then, in doublings, and it is doubted the more the fewer papers there are: with ${constants.authorDoubt} of an author, or ${constants.nominatorDoubt} of a nominator, it is believed half.`,
        `The records of the ${constants.authors} authors with the best ones are added up and divided by ${constants.authors}; the record of the reader who nominated the paper counts ${n(constants.nominator)} of that. Together they move the start by ${doublings(constants.mostStart)} at most: to ${n(constants.start * 2 ** constants.mostStart)} votes, or to ${n(constants.start / 2 ** constants.mostStart)}. As votes come in, the start matters less and less.`,
      ],
    },
    {
      heading: 'Fields',
      text: [
        `Some fields vote more than others. What is usual in a field is the mean of log₂(1 + votes that count) over its papers of the ${constants.usualDays} days before; ${constants.usualDoubt} papers of all fields are added to it, so that a field with few papers is taken to be like the others. By how much that is more than what is usual in all fields is taken off.`,
      ],
    },
    {
      heading: 'Age',
      text: [
        `A list of some days also counts when a paper was published: for each ${n(halfLife(7))} days that it is older it needs twice the votes in the list of a week, for each ${n(halfLife(30))} days in that of a month; in general a quarter of the length of the list. Over all time age does not count.`,
        'A list holds the papers published on the days that were asked for, and no others. Age counts by the day of publication and never by the clock, so the order of a list does not change while nobody votes.',
      ],
    },
    {
      heading: 'How it was tested',
      text: [
        `On ${count(6141)} papers that readers of another daily page picked from May 2024 to December 2025, ranked day by day by what was known before the day. The numbers above were chosen on the first half of the days; the second half says how good they are. “npm run bench:trending” prints both, beside chance and beside the record of whoever submitted a paper.`,
      ],
    },
  ],
}
