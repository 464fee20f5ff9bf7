// What people type who have a Chinese keyboard before them.

/** Letters, digits, spaces and hyphens as ASCII has them, whatever width the keyboard gave them. */
export const asTyped = (typed: string) => typed.normalize('NFKC').replace(/[\u2010-\u2015\u2212]/g, '-').trim()
