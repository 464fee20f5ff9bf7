// A file for the person to keep, made here or fetched before.
export function saveFile(name: string, content: BlobPart, type = 'text/plain') {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([content], { type }))
  link.download = name
  link.click()
  // the download has taken what it needs by the time that anything else runs
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
