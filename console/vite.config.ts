import react from '@vitejs/plugin-react'
import { defineConfig, loadEnv } from 'vite'

/** `vite dev` passes API calls on to a running server, or to `console/dev/mock-server.ts`: `CONSOLE_API=http://…`. */
export default defineConfig(({ mode }) => {
  const api = loadEnv(mode, import.meta.dirname, 'CONSOLE_').CONSOLE_API ?? 'http://127.0.0.1:4180'
  return {
    plugins: [react()],
    // Nothing inlined: the page works under a policy that forbids `data:` styles and scripts.
    build: { outDir: 'dist', emptyOutDir: true, assetsInlineLimit: 0, target: 'es2023', reportCompressedSize: false },
    // The server answers only pages of the very address that they ask: the page's own `Host` goes through.
    server: { host: '127.0.0.1', proxy: { '/api': { target: api }, '/demo': { target: api } } },
  }
})
