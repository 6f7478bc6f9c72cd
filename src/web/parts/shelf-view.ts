import { type ReadState, readStates, shelfSorts, type View } from '#library'

/** Reads which part of a library an address asks for. What makes no sense is left out. */
export function readView(params: URLSearchParams): View {
  const state = readStates.find((one) => one === params.get('show'))
  const sort = shelfSorts.find((one) => one === params.get('sort'))
  const query = params.get('q')?.trim().slice(0, 500).toWellFormed()
  return {
    ...(state && { state }),
    ...(params.get('tag') && { tag: params.get('tag') ?? '' }),
    ...(params.get('in') && { collection: params.get('in') ?? '' }),
    ...(query && { query }),
    ...(sort && { sort }),
  }
}

/** The address of a part of a library. */
export function viewPath(view: View): string {
  const params = new URLSearchParams()
  if (view.state) params.set('show', view.state)
  if (view.tag) params.set('tag', view.tag)
  if (view.collection) params.set('in', view.collection)
  if (view.query) params.set('q', view.query)
  if (view.sort && view.sort !== 'saved') params.set('sort', view.sort)
  return params.size > 0 ? `/library?${params.toString()}` : '/library'
}

export type { ReadState, View }
