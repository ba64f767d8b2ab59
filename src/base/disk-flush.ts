import { close, fdatasync, openSync } from 'node:fs'

/**
 * Puts what was written to a file on the disk without holding up the thread that wrote it: the system's flush runs
 * beside the event loop, one at a time, and one that has not begun yet serves everybody who asks. SQLite in WAL mode
 * with `synchronous = normal` writes a commit to its WAL file and leaves the flush to us; together that is what
 * `synchronous = full` promises (sqlite.org/pragma.html#pragma_synchronous).
 */
export class DiskFlush {
  readonly #path: string
  #fd: number | null = null
  #running: Promise<void> | null = null
  #next: Promise<void> | null = null

  /** @param path is opened at the first flush */
  constructor(path: string) {
    this.#path = path
  }

  /** Resolves when all that was written before this call would survive a power cut. @throws what the system says */
  flushed(): Promise<void> {
    if (!this.#running) return this.#begin()
    this.#next ??= this.#running.then(ignore, ignore).then(() => {
      this.#next = null
      return this.#begin()
    })
    return this.#next
  }

  /** Waits for what is under way. */
  async close(): Promise<void> {
    await (this.#next ?? this.#running)?.catch(ignore)
    const fd = this.#fd
    this.#fd = null
    if (fd !== null) await new Promise<void>((resolve) => close(fd, () => resolve()))
  }

  #begin(): Promise<void> {
    const running = this.#flush().finally(() => {
      if (this.#running === running) this.#running = null
    })
    this.#running = running
    return running
  }

  #flush(): Promise<void> {
    return new Promise((resolve, reject) => {
      // Windows flushes only what is open for writing.
      this.#fd ??= openSync(this.#path, 'r+')
      fdatasync(this.#fd, (error) => (error ? reject(error) : resolve()))
    })
  }
}

const ignore = (): void => {}
