import { cli } from '#cli'

// `broadsheet search x | head` closes our stdout early; that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

process.exitCode = await cli(process.argv.slice(2), process.env)
