import type { FormData as UndiciForm } from 'undici'

export interface Upload {
  readonly name: string
  readonly mimeType: string
  readonly base64: string
}

/** A form that carries a file. It becomes undici's own when it is sent: undici is loaded with the first request. */
export class Multipart {
  readonly fields: Readonly<Record<string, string | Upload>>

  constructor(fields: Multipart['fields']) {
    this.fields = fields
  }

  into<F extends Pick<UndiciForm, 'set'>>(form: F): F {
    for (const [name, value] of Object.entries(this.fields))
      if (typeof value === 'string') form.set(name, value)
      else form.set(name, blobOf(value), value.name)
    return form
  }
}

const blobOf = ({ base64, mimeType }: Upload): Blob => new Blob([Buffer.from(base64, 'base64')], { type: mimeType })
