import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A configuration directory for a test; gone when it is disposed. */
export class TemporaryTree implements AsyncDisposable {
  readonly root: string
  #writes = 0

  static async of(files: Readonly<Record<string, string | Uint8Array>>): Promise<TemporaryTree> {
    const tree = new TemporaryTree(await mkdtemp(join(tmpdir(), 'chatwootai-tree-')))
    for (const [path, content] of Object.entries(files)) await tree.write(path, content)
    return tree
  }

  private constructor(root: string) {
    this.root = root
  }

  /** By a temporary file and a rename, as good writers do. */
  async write(path: string, content: string | Uint8Array): Promise<void> {
    const file = join(this.root, path)
    await mkdir(dirname(file), { recursive: true })
    const draft = join(this.root, `.write-${++this.#writes}`)
    await writeFile(draft, content)
    await rename(draft, file)
  }

  async remove(path: string): Promise<void> {
    await rm(join(this.root, path), { recursive: true })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.root, { recursive: true, force: true })
  }
}
