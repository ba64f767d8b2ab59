import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'

/** How a command asks the person before it. */
export interface Questions {
  /** An answer in clear; '' when there is nobody to ask. */
  ask(question: string): Promise<string>
  /** One that is not shown while it is typed; without a terminal it is read from standard input, a line each. */
  askSecret(question: string): Promise<string>
}

/** Asks at the terminal. */
export function terminalQuestions(): Questions {
  let piped: Promise<string[]> | undefined
  const nextLine = async () => {
    piped ??= text(process.stdin).then((whole) => whole.split(/\r?\n/))
    return (await piped).shift()?.trim() ?? ''
  }
  const answer = async (question: string, output: NodeJS.WritableStream) => {
    process.stderr.write(question)
    const lines = createInterface({ input: process.stdin, output, terminal: true })
    return (await lines.question('').finally(() => lines.close())).trim()
  }
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() })
  return {
    ask: async (question) => (process.stdin.isTTY ? answer(question, process.stderr) : ''),
    async askSecret(question) {
      if (!process.stdin.isTTY) return nextLine()
      return answer(question, unseen).finally(() => process.stderr.write('\n'))
    },
  }
}
