// The QR code of a Chinese business licence: an address of the publicity system with the code in it,
// or the licence's particulars as text. Some hold nothing but an encrypted number; those help nobody.

const signs = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** GB 32100-2015: the last sign checks the others. */
function checks(code: string): boolean {
  let sum = 0
  let weight = 1
  for (const sign of code.slice(0, 17)) {
    sum += signs.indexOf(sign) * weight
    weight = (weight * 3) % 31
  }
  return signs[(31 - (sum % 31)) % 31] === code[17]
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text // a per cent sign of its own
  }
}

/** The unified social credit code wherever it stands in the text; null when there is none. */
export function codeInLicence(text: string): string | null {
  const plain = decoded(text).normalize('NFKC').toUpperCase()
  for (const [run] of plain.matchAll(/[0-9A-Z]+/g)) if (/^[0-9A-HJ-NPQRTUWXY]{18}$/.test(run) && checks(run)) return run
  return null
}
