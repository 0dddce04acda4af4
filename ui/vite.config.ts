import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Writes `.br` and `.gz` beside every text asset, so that the server compresses nothing while people wait. */
const precompressed = (): Plugin => ({
  name: 'precompressed',
  apply: 'build',
  writeBundle({ dir = 'dist' }) {
    for (const name of readdirSync(dir, { recursive: true }) as string[]) {
      if (!/\.(js|css|svg|json)$/.test(name) || name.startsWith('.vite')) continue;
      const path = join(dir, name);
      const plain = readFileSync(path);
      if (plain.length < 1024) continue;
      writeFileSync(`${path}.gz`, gzipSync(plain, { level: 9 }));
      writeFileSync(
        `${path}.br`,
        brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } }),
      );
    }
  },
});

/** The server to talk to while developing with `npm run dev`. */
const api = process.env.CUPEL_API ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react(), precompressed()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  // The server replaces the placeholder in every response of index.html: see docs/decisions/0031.
  html: { cspNonce: '__CSP_NONCE__' },
  server: { proxy: { '/api': api } },
  build: {
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 300,
    manifest: true,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/, priority: 30 },
            {
              name: 'tanstack',
              test: /node_modules[\\/]@tanstack[\\/](react-query|query-core|react-router|router-core|history|react-store|store)[\\/]/,
              priority: 20,
            },
          ],
        },
      },
    },
  },
});
