import type { Migration } from 'kysely/migration'
import { firstEdition } from './migrations/001-first-edition.ts'
import { ledger } from './migrations/002-ledger.ts'
import { accounts } from './migrations/005-accounts.ts'
import { picks } from './migrations/006-picks.ts'
import { joining } from './migrations/006b-joining.ts'
import { lives } from './migrations/004-lives.ts'
import { ledgerTimes } from './migrations/004b-ledger-times.ts'
import { doiCase } from './migrations/004c-doi-case.ts'
import { byDay } from './migrations/003-by-day.ts'
import { taste } from './migrations/012-taste.ts'
import { talk } from './migrations/007-talk.ts'
import { digest } from './migrations/008-digest.ts'
import { replies } from './migrations/010b-replies.ts'
import { wire } from './migrations/010-wire.ts'
import { byTime } from './migrations/010b-by-time.ts'
import { library } from './migrations/011-library.ts'
import { imports } from './migrations/011b-imports.ts'
import { topics } from './migrations/011c-topics.ts'
import { following } from './migrations/014-following.ts'
import { forYouByMail } from './migrations/014b-for-you-by-mail.ts'
import { groups } from './migrations/013-groups.ts'
import { claims } from './migrations/013c-claims.ts'
import { noticeMail } from './migrations/013d-notice-mail.ts'
import { minutes } from './migrations/013b-minutes.ts'
import { lists } from './migrations/015-lists.ts'

/** Append only, one file each: a migration that has been released is never edited. */
export const migrations: Record<string, Migration> = {
  '001 first edition': firstEdition,
  '002 ledger': ledger,
  '005 accounts': accounts,
  '006 picks': picks,
  '006b joining': joining,
  '004 lives': lives,
  '004b ledger times': ledgerTimes,
  '004c doi case': doiCase,
  '003 by day': byDay,
  '007 talk': talk,
  '008 digest': digest,
  '010 wire': wire,
  '010b by time': byTime,
  '011 library': library,
  '011b imports': imports,
  '011c topics': topics,
  '014 following': following,
  '013 groups': groups,
  '012 taste': taste,
  '010b replies': replies,
  '013b minutes': minutes,
  '013c claims': claims,
  '014b for you by mail': forYouByMail,
  '013d notice mail': noticeMail,
  '015 lists': lists,
}
