/// <reference types="vitest/config" />
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { VantResolver } from '@vant/auto-import-resolver'
import vue from '@vitejs/plugin-vue'
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers'
import components from 'unplugin-vue-components/vite'
import { defineConfig, transformWithOxc, type Plugin } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

// Every folder with an index.html is a page: web/officer/index.html is served at /officer/.
const pages = ['.', ...readdirSync(here('.'))].map((name) => here(`${name}/index.html`)).filter(existsSync)

// What differs between pages stands in their index.html, the rest in frame.html.
const frame: Plugin = {
  name: 'frame',
  transformIndexHtml: {
    order: 'pre',
    handler: (own) => readFileSync(here('frame.html'), 'utf8').replace("<!-- the page's own -->", own.trim()),
  },
}

// A closed network has no other origin: what a library's stylesheet would fetch from one is left out.
const ownOriginOnly: Plugin = {
  name: 'own-origin-only',
  enforce: 'pre',
  transform(code, id) {
    if (!/\.css($|\?)/.test(id)) return
    return code.replace(/,?\s*url\((["']?)(?:https?:)?\/\/[^)]*\)(?:\s*format\([^)]*\))?/g, '')
  },
}

// `import reasons from 'reasons'`: why a code is red, in the program's own words.
const reasonTable: Plugin = {
  name: 'reason-table',
  resolveId: (id) => (id === 'reasons' ? '\0reasons' : undefined),
  load(id) {
    if (id !== '\0reasons') return
    const table = here('../src/visit/reason.def')
    this.addWatchFile(table)
    const text = readFileSync(table, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')
    const rows = [...text.matchAll(/REASON\((\w+), (\d+),((?:\s*"[^"]*",?)+)\)/g)].map(([, name, number, strings]) => {
      const words = strings.split(/",/).map((part) => [...`${part}"`.matchAll(/"([^"]*)"/g)].map(([, one]) => one).join(''))
      const [zh, en, next_zh, next_en] = words
      return [name, { number: Number(number), zh, en, next_zh, next_en }]
    })
    return `export default ${JSON.stringify(Object.fromEntries(rows))}`
  },
}

// Pages that open without a network, and which of their files are kept only once they were used.
const workers: readonly { page: string; later?: RegExp }[] = [{ page: 'officer', later: /\.wasm$/ }, { page: 'gate' }, { page: 'leader' }]

// /<page>/worker.js: shared/worker/worker.ts with the list of all that the page may load.
const serviceWorkers: Plugin = {
  name: 'service-workers',
  apply: 'build',
  enforce: 'post',
  generateBundle: {
    order: 'post',
    async handler(_, bundle) {
      const path = here('shared/worker/worker.ts')
      const { code } = await transformWithOxc(readFileSync(path, 'utf8').replace(/^export \{\}$/m, ''), path, { target: 'es2020' })
      const textOf = (file: string) => {
        const output = bundle[file]
        return output.type === 'chunk' ? output.code : Buffer.from(output.source).toString('utf8')
      }
      const assets = Object.keys(bundle).filter((file) => file.startsWith('assets/') && !file.endsWith('.map'))
      for (const { page, later } of workers) {
        const shell = `${page}/index.html`
        if (!bundle[shell]) continue
        const found = new Set([shell])
        for (const file of found) {
          if (!/\.(html|js|css)$/.test(file)) continue
          const text = textOf(file)
          for (const asset of assets) if (text.includes(asset.split('/').pop()!) && !later?.test(asset)) found.add(asset)
        }
        const files = [...found].map((file) => `/${file.replace(/index\.html$/, '')}`).sort()
        const build = createHash('sha256').update(textOf(shell) + files.join()).digest('hex').slice(0, 12)
        const source = `const precache = ${JSON.stringify({ page, build, files })}\n${code}`
        this.emitFile({ type: 'asset', fileName: `${page}/worker.js`, source })
      }
    },
  },
}

export default defineConfig({
  root: here('.'),
  plugins: [
    vue(),
    components({
      dirs: [], // our own components are imported where they are used
      dts: here('../build/web/components.d.ts'),
      resolvers: [VantResolver(), ElementPlusResolver()],
    }),
    frame,
    ownOriginOnly,
    reasonTable,
    serviceWorkers,
  ],
  resolve: { alias: { '@': here('.') } },
  define: {
    __VUE_OPTIONS_API__: true, // Vant and Element Plus need it
    __VUE_PROD_DEVTOOLS__: false,
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: false,
    __VUE_I18N_FULL_INSTALL__: false,
    __VUE_I18N_LEGACY_API__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
  },
  build: {
    outDir: here('../build/web/dist'),
    emptyOutDir: true,
    manifest: 'manifest.json',
    target: ['chrome87', 'safari14.1', 'firefox79'],
    cssTarget: ['chrome87', 'safari14.1', 'firefox79'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2000, // tools/budget.mjs holds first loads to theirs
    rolldownOptions: {
      input: pages,
      output: {
        // a few files that many pages share, instead of dozens, each with its own headers
        codeSplitting: {
          groups: [
            { name: 'vue', test: /node_modules[\\/](@?vue|vue-router|vue-i18n|@intlify|openapi-fetch)[\\/]/ },
            { name: 'shared', test: /web[\\/]shared[\\/](?!phone|desk|scan|worker|accounts|events|proof)/, minShareCount: 3 },
            { name: 'phone', test: /node_modules[\\/]@?vant[\\/]|web[\\/]shared[\\/]phone[\\/]/, minShareCount: 3 },
          ],
        },
      },
    },
  },
  worker: { format: 'iife' }, // Firefox 79 knows no module workers
  server: { proxy: { '^/(api|log|problems|\\.well-known)/': 'http://127.0.0.1:8080' } },
  test: {
    include: ['**/*.test.ts'],
    exclude: ['node_modules/**'],
    fileParallelism: false, // browsers and servers would fight for the machine
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
  },
})
