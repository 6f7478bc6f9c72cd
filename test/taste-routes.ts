const reader = (at?: string) => ({ who: 'reader' as const, ...(at !== undefined && { at }) })

/** The lines of `access.ts` about recommendations: each is its reader's own. */
export const tasteRoutes = {
  'GET /for-you': reader(),
  'POST /for-you': reader(),
  'POST /for-you/seeds': reader(),
  'GET /for-you/why': reader('/for-you/why?paper=2611.10002'),
  'GET /feeds/for-you/:name': { who: 'link' as const, at: '/feeds/for-you/made-up.atom' },
  'GET /taste': reader(),
  'POST /taste': reader(),
  'POST /taste/interest': reader(),
  'POST /taste/remember': reader(),
  'POST /taste/back': reader(),
  'POST /taste/choices': reader(),
}
