// The text of a code as it went through a chat, a mail or an input method: with lines broken, words
// around it, wide letters. A space is a sign of base45 (RFC 9285 §4.2), so those within stay.

export function pastedCode(text: string): string {
  const plain = text.normalize('NFKC').replace(/[\r\n\t\u200b-\u200d\u2060\ufeff]/g, '')
  return (/HENG1:[0-9A-Z $%*+./:-]*/.exec(plain)?.[0] ?? plain).trim()
}
