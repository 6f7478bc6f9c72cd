import type { Migration } from 'kysely/migration'
import { counted, references, required, texts } from './tables.ts'

export const picks: Migration = {
  async up(db) {
    const { schema } = db
    const withPaper = (name: string) =>
      schema.createTable(name).addColumn('paper', 'text', references('papers.id'))

    await texts(withPaper('votes'), ['reader', 'castAt', 'footing', 'network'])
      .addPrimaryKeyConstraint('votesKey', ['paper', 'reader'])
      .execute()
    await schema.createIndex('votesByReader').on('votes').columns(['reader', 'castAt']).execute()

    await texts(counted(db, 'signals'), ['reader', 'paper', 'kind', 'at']).execute()
    await schema.createIndex('signalsByReader').on('signals').columns(['reader', 'place']).execute()

    await texts(withPaper('endorsements'), ['topic', 'reader', 'footing', 'at'])
      .addPrimaryKeyConstraint('endorsementsKey', ['topic', 'paper', 'reader'])
      .execute()
    await schema.createIndex('endorsementsByPaper').on('endorsements').column('paper').execute()
    await schema
      .createIndex('endorsementsByReader')
      .on('endorsements')
      .columns(['reader', 'at'])
      .execute()

    await texts(withPaper('picks'), ['topic', 'day', 'line', 'lineBy', 'pickedAt'])
      .addColumn('position', 'integer', required)
      .addPrimaryKeyConstraint('picksKey', ['topic', 'paper'])
      .execute()
    await schema
      .createIndex('picksByDay')
      .on('picks')
      .columns(['topic', 'day', 'position'])
      .execute()
    await schema.createIndex('picksByPaper').on('picks').column('paper').execute()

    await texts(counted(db, 'acts'), ['reader', 'kind', 'paper', 'topic', 'day', 'detail', 'at'])
      .addColumn('undoes', 'bigint')
      .execute()
    await schema.createIndex('actsByReader').on('acts').columns(['reader', 'at']).execute()
    await schema.createIndex('actsUndone').on('acts').column('undoes').execute()

    const scores = texts(
      schema.createTable('scores').addColumn('paper', 'text', (c) => c.primaryKey()),
      ['day', 'field', 'parts', 'scoredAt'],
    )
      .addColumn('dayNumber', 'integer', required)
      .addColumn('votes', 'integer', required)
    await ['counted', 'gained', 'heat', 'lifted', 'result']
      .reduce((so, name) => so.addColumn(name, 'double precision', required), scores)
      .execute()
    await schema.createIndex('scoresByDay').on('scores').column('day').execute()
    await schema.createIndex('scoresByField').on('scores').columns(['field', 'day']).execute()
    await schema.createIndex('scoresByHeat').on('scores').column('heat').execute()
  },
}
