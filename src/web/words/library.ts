/** The sentences about a reader's library. */
export const shelf = {
  nav: 'Library',
  save: 'Save',
  saved: 'Saved',
}
