import pages from '../vite.config'

export default { ...pages, test: { include: ['tools/pictures.ts'], testTimeout: 120_000, hookTimeout: 60_000 } }
