import { proxied } from '../api/chatwoot-simulator.ts'
import type { SimAttachment } from '../api/simulator-shapes.ts'
import { Icon } from '../icons/icon.tsx'
import { useWords } from '../words/use-words.ts'

/** A picture, a voice message, a video or a file inside a bubble. */
export function AttachmentView({ attachment }: { attachment: SimAttachment }) {
  const words = useWords()
  const { kind, name } = attachment
  if (attachment.url === null) return <span className="file">{name || words.file}</span>
  const url = proxied(attachment.url)
  if (kind === 'image')
    return (
      <a className="picture" href={url} target="_blank" rel="noreferrer">
        <img src={url} alt={name || words.photo} />
      </a>
    )
  if (kind === 'audio')
    return (
      // biome-ignore lint/a11y/useMediaCaption: a customer's own recording has no captions
      <audio className="voice" controls preload="metadata" src={url} aria-label={words.audio} />
    )
  if (kind === 'video')
    return (
      // biome-ignore lint/a11y/useMediaCaption: a customer's own recording has no captions
      <video className="picture" controls preload="metadata" src={url} />
    )
  return (
    <a className="file" href={url} target="_blank" rel="noreferrer">
      <Icon name="file" size={22} />
      <span>{name || words.file}</span>
    </a>
  )
}
