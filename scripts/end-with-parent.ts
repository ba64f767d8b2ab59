/**
 * Imported first into each process that `npm start` begins: when the one that began it is gone, whatever way it went
 * (a closed terminal, kill -9), this one ends too, so that nothing is left holding a port.
 */
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
// The listener alone would keep an otherwise finished process alive.
process.channel?.unref()
