import { type RefObject, useEffect, useRef } from 'react'

/** Near enough to the end to be meant as the end, in CSS pixels. */
const SLACK = 60

/**
 * Keeps a scrolling box at its end while what is in it grows (messages, pictures that load later), until the reader
 * scrolls up; at the end again it sticks again. A change of `topic` goes to the end in any case.
 */
export function useStickToEnd(topic: string): {
  box: RefObject<HTMLDivElement | null>
  inside: RefObject<HTMLDivElement | null>
} {
  const box = useRef<HTMLDivElement>(null)
  const inside = useRef<HTMLDivElement>(null)
  const isStuck = useRef(true)

  useEffect(() => {
    void topic
    isStuck.current = true
    box.current?.scrollTo({ top: box.current.scrollHeight })
  }, [topic])

  useEffect(() => {
    const [outer, inner] = [box.current, inside.current]
    if (!outer || !inner) return
    let lastTop = outer.scrollTop
    const onScroll = () => {
      const left = outer.scrollHeight - outer.scrollTop - outer.clientHeight
      if (left < SLACK) isStuck.current = true
      else if (outer.scrollTop < lastTop) isStuck.current = false
      lastTop = outer.scrollTop
    }
    const observer = new ResizeObserver(() => {
      if (isStuck.current) outer.scrollTo({ top: outer.scrollHeight })
    })
    observer.observe(inner)
    observer.observe(outer)
    outer.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      observer.disconnect()
      outer.removeEventListener('scroll', onScroll)
    }
  }, [])

  return { box, inside }
}
