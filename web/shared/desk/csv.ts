// A table as spreadsheets open it: UTF-8 with its mark, each row a line.

/** A spreadsheet would take it for a formula, or round a long number. */
const misread = /^[=+\-@]|^\d{12,}$/

function cellOf(value: string | number): string {
  const text = typeof value === 'string' && misread.test(value) ? `\t${value}` : String(value)
  return /[",\r\n\t]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text
}

export const csvOf = (rows: readonly (readonly (string | number)[])[]) =>
  `\ufeff${rows.map((row) => `${row.map(cellOf).join(',')}\r\n`).join('')}`
