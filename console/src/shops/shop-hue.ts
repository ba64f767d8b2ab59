/** A shop's own colour, as a hue in degrees: calm, far apart, the same on every visit. */
export const shopHue = (account: number): number => HUES[(account - 1) % HUES.length] ?? 350

const HUES = [2, 62, 305, 235, 165, 100]

/** `Casa Aurora Cosméticos` → `CA`. */
export const initials = (name: string): string =>
  name
    .split(/\s+/)
    .filter((word) => /^\p{Lu}/u.test(word))
    .slice(0, 2)
    .map((word) => word.slice(0, 1))
    .join('') || name.slice(0, 2).toUpperCase()
