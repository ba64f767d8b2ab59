import { createElement, Fragment, type ReactNode } from 'react'
import type { Inline } from './inline.ts'
import type { Block } from './rich-text.ts'

const TAG = { bold: 'strong', italic: 'em', strike: 's' } as const

/** Blocks as React nodes. Text only ever becomes text nodes and links only http(s), so a message can inject nothing. */
export function renderRich(blocks: readonly Block[]): ReactNode {
  return groups(blocks).map((group, index) => renderGroup(group, index))
}

export function renderInline(nodes: readonly Inline[]): ReactNode {
  return nodes.map((node, key) => {
    if (node.kind === 'text') return createElement(Fragment, { key }, unbroken(node.text))
    if (node.kind === 'code') return createElement('code', { key }, node.text)
    if (node.kind !== 'link') return createElement(TAG[node.kind], { key }, renderInline(node.children))
    return createElement('a', { key, href: node.href, target: '_blank', rel: 'noreferrer noopener' }, node.text)
  })
}

/** A price is never broken between its sign and its figure. */
function unbroken(text: string): ReactNode {
  if (!PRICE.test(text)) return text
  return text
    .split(PRICE)
    .map((part, key) => (key % 2 === 0 ? part : createElement('span', { key, className: 'price' }, part)))
}

const PRICE = /((?:R\$|US\$|€)\s[\d.,]*\d)/

/** Neighbouring items of one kind are one list. */
function groups(blocks: readonly Block[]): Block[][] {
  const out: Block[][] = []
  for (const block of blocks) {
    const last = out.at(-1)
    const isList = block.kind === 'bullet' || block.kind === 'number' || block.kind === 'quote'
    if (isList && last?.[0]?.kind === block.kind) last.push(block)
    else out.push([block])
  }
  return out
}

function renderGroup(group: readonly Block[], key: number): ReactNode {
  const [first] = group
  if (!first) return null
  if (first.kind === 'fence') return createElement('pre', { key }, first.text)
  if (first.kind === 'bullet') return createElement('ul', { key }, group.map(renderItem))
  if (first.kind === 'number')
    return createElement('ol', { key, start: Number.parseInt(first.marker, 10) }, group.map(renderItem))
  if (first.kind === 'quote') return createElement('blockquote', { key }, group.map(renderLine))
  return renderLine(first, key)
}

const renderItem = (block: Block, key: number): ReactNode =>
  createElement('li', { key }, block.kind === 'fence' ? block.text : renderInline(block.children))

function renderLine(block: Block, key: number): ReactNode {
  if (block.kind === 'fence') return null
  const className = block.kind === 'heading' ? 'rich-heading' : block.children.length === 0 ? 'rich-blank' : 'rich-line'
  return createElement('div', { key, className }, renderInline(block.children))
}
