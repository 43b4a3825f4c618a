import { defineConfig } from 'vite';

// The page needs browsers of 2024 anyway (`light-dark()`), so nothing is translated for older ones.
const BROWSERS = ['chrome123', 'firefox120', 'safari17.5'];

export default defineConfig({
  base: './',
  build: {
    target: BROWSERS,
    outDir: '../client/web/static',
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    // One file of each kind, so that a difference of the built page can be read.
    rolldownOptions: {
      output: {
        entryFileNames: 'page.js',
        assetFileNames: 'page.[ext]',
        codeSplitting: false,
      },
    },
    // A picture inlined as data: would need a hole in the content security policy.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
});
