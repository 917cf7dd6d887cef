/**
 * How the page is built, and what makes it an app: manifest, icons, and the service worker that keeps its
 * shell.
 */
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { build, defineConfig, type Plugin } from 'vite';
import { type ManifestOptions, VitePWA, type VitePWAOptions } from 'vite-plugin-pwa';
import { notices } from './dev/notices';
import { isShare, keepShared } from './dev/shareTarget';
import { previewTags, siteOf, writeSecurityText } from './dev/site';
import { ROUTES } from './protocol/api';

const COLOUR = '#05080c';
/** What the page says that it is (web/components, the name at the top). */
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

/**
 * What the file of a language is called by: it is fetched by its readers alone. web/platform/update/serviceWorker.ts
 * knows it, too.
 */
const LANGUAGE = 'language-';

const DESCRIPTION = "Live computer vision on your phone's camera, over any network.";
/** Where it will be deployed, and by whom: SITE_URL and SECURITY_CONTACT, both where it is known (README). */
const site = siteOf(process.env);

/** No `orientation`: 'any' would override the rotation lock that a person has set (w3c/manifest#632). */
const manifest: Partial<ManifestOptions> = {
  id: '/',
  name: 'Sightline',
  short_name: 'Sightline',
  description: DESCRIPTION,
  lang: 'en',
  start_url: '/',
  scope: '/',
  display: 'standalone',
  theme_color: COLOUR,
  background_color: COLOUR,
  categories: ['photo', 'utilities'],
  icons: [
    { src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
    { src: '/icons/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
    { src: '/icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
  ],
  shortcuts: [
    {
      name: 'Start camera',
      url: '/',
      icons: [{ src: '/icons/shortcut-96.png', sizes: '96x96', type: 'image/png' }],
    },
  ],
  // A POST to a page of files would be a 405: where no service worker is there to take it, the proxy leads to the
  // same address (proxy/index.ts).
  share_target: {
    action: ROUTES.share,
    method: 'POST',
    enctype: 'multipart/form-data',
    params: { files: [{ name: 'photo', accept: ['image/*'] }] },
  },
  screenshots: [
    ...screenshot('narrow', 'The viewfinder on a phone'),
    ...screenshot('wide', 'The viewfinder on a desktop'),
  ],
};

/**
 * `prompt`: a new version waits until it is asked for, since a reload would end a live session.
 * `clientsClaim`: the very first visit is already served by it (kentcdodds/kody-video#71). Nothing but built
 * files is cached, so nothing under /v1/ is ever kept.
 */
const pwaOptions: Partial<VitePWAOptions> = {
  registerType: 'prompt',
  injectRegister: false,
  manifest,
  // Without them the manifest of a deployment behind Cloudflare Access would be a redirect to its login.
  useCredentials: true,
  includeAssets: ['icons/icon.svg', 'icons/apple-touch-icon.png'],
  workbox: {
    clientsClaim: true,
    cleanupOutdatedCaches: true,
    navigateFallback: 'index.html',
    // Below /cdn-cgi/ Cloudflare answers itself: the login and logout of Access, checks, its own scripts. The
    // parameter is web/components/signInAddress.ts'. /check is a page of its own, kept as well.
    navigateFallbackDenylist: [/^\/v1\//, /^\/cdn-cgi\//, /^\/check(\.html)?(\?|$)/, /[?&]sign-in=/],
    globPatterns: ['**/*.{js,css,html,wasm,webmanifest}'],
    globIgnores: ['404.html', '**/404-*', `**/${LANGUAGE}*`],
    // Kept by whoever reads it, not by all.
    runtimeCaching: [
      { urlPattern: isShare, method: 'POST', handler: keepShared },
      {
        urlPattern: new RegExp(`/assets/${LANGUAGE}[^/]+\\.js$`),
        handler: 'CacheFirst',
        // Of this version, the page and its check, and of the version before.
        options: { cacheName: 'languages', expiration: { maxEntries: 4 } },
      },
    ],
  },
};

/**
 * Chrome shows its richer install dialog where there is one picture a form factor. The sizes come from the
 * file itself.
 */
function screenshot(
  form_factor: 'narrow' | 'wide',
  label: string,
): NonNullable<ManifestOptions['screenshots']> {
  const file = `screenshots/${form_factor}.png`;
  if (!existsSync(`public/${file}`)) return [];
  const { width, height } = pngSize(readFileSync(`public/${file}`));
  return [{ src: `/${file}`, sizes: `${width}x${height}`, type: 'image/png', form_factor, label }];
}

/** The IHDR chunk stands first, its width and height (px) at bytes 16 and 20 (W3C PNG §11.2.1). */
function pngSize(bytes: Uint8Array): { width: number; height: number } {
  const header = new DataView(bytes.buffer, bytes.byteOffset);
  return { width: header.getUint32(16), height: header.getUint32(20) };
}

/**
 * `npm start` leaves its service worker in a browser that has seen it, and `npm run dev` lives at the same
 * origin: without this the built page would be served from the cache. A worker of another text takes over,
 * removes itself and loads the page again.
 */
const endServiceWorker = `self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', async () => {
  await self.registration.unregister();
  for (const client of await self.clients.matchAll()) client.navigate(client.url);
});`;

const freshInDevelopment: Plugin = {
  name: 'fresh-in-development',
  apply: 'serve',
  configureServer: ({ middlewares }) => {
    middlewares.use('/sw.js', (_request, response) => {
      response.setHeader('Content-Type', 'text/javascript');
      response.end(endServiceWorker);
    });
  },
};

/**
 * What is built has its content's hash in its name and may be kept for good. Each file by name, not
 * /assets/*: Workers give a rule's headers to their 404 as well, and a browser would keep that for a year.
 */
const keepBuiltFiles: Plugin = {
  name: 'keep-built-files',
  apply: 'build',
  writeBundle: ({ dir = 'dist' }, bundle) => {
    const names = Object.keys(bundle).filter((name) => name.startsWith('assets/'));
    const rules = names.map((name) => `\n/${name}\n  Cache-Control: public, max-age=31536000, immutable\n`);
    appendFileSync(join(dir, '_headers'), rules.join(''));
  },
};

/**
 * V8 compiles a function at its first call, while a person waits for what it does. What every visit calls is compiled
 * while it is fetched, on another thread (since Chrome 136, developer.chrome.com/blog/explicit-compile-hints; to others
 * it is a comment): the viewfinder comes a tenth sooner on this machine, the first boxes 7 ms.
 */
const AT_ONCE = /^assets\/(index|shared|behind|link|attend|present)-/;
const compileAtOnce: Plugin = {
  name: 'compile-at-once',
  apply: 'build',
  generateBundle: {
    // It stands before all else, the lists that Vite puts in front among it.
    order: 'post',
    handler(_, bundle) {
      for (const part of Object.values(bundle))
        if (part.type === 'chunk' && AT_ONCE.test(part.fileName))
          part.code = `//# allFunctionsCalledOnLoad\n${part.code}`;
    },
  },
};

/** The oldest that are built for: Safari 16.4 is the first with a wake lock; the others are of that spring. */
const target = ['safari16.4', 'chrome111', 'firefox114'];

/**
 * web/early.ts stands in the page itself: a file, however small, comes with the others, whose reading then takes all
 * of the page's time. The policy in public/_headers allows it by its hash (W3C CSP3 §6.7.3.3).
 */
let earlyCode = '';
const ENCODING = '<meta charset="utf-8" />';
const early: Plugin = {
  name: 'early',
  apply: 'build',
  async buildStart() {
    const input = 'web/early.ts';
    const options = { write: false, target, rollupOptions: { input, output: { format: 'iife' } } } as const;
    const built = await build({ configFile: false, logLevel: 'warn', build: options });
    const [chunk] = 'output' in built ? built.output : [];
    if (!chunk) throw new Error(`${input} was not built.`);
    earlyCode = chunk.code.trim();
  },
  transformIndexHtml: {
    order: 'post',
    // Behind the encoding, which must stand in the first 1024 bytes; before the styles, which it would wait for.
    handler: (html, { path }) =>
      path === '/index.html' ? replaced(html, ENCODING, `${ENCODING}<script>${earlyCode}</script>`) : html,
  },
  writeBundle: ({ dir = 'dist' }) => {
    const file = join(dir, '_headers');
    const hash = createHash('sha256').update(earlyCode).digest('base64');
    const allowed = `script-src 'self' 'sha256-${hash}'`;
    writeFileSync(file, replaced(readFileSync(file, 'utf8'), "script-src 'self'", allowed));
  },
};

function replaced(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`There is no ${from} to be replaced.`);
  return text.replace(from, () => to);
}

/** Vite serves modules alone, which run in the order in which they stand. */
const earlyInDevelopment: Plugin = {
  name: 'early-in-development',
  apply: 'serve',
  transformIndexHtml: (_html, { path }) =>
    path === '/index.html'
      ? [{ tag: 'script', attrs: { type: 'module', src: '/web/early.ts' }, injectTo: 'head-prepend' }]
      : [],
};

/** By which `npm run doctor` tells what is deployed. */
const sayVersion: Plugin = {
  name: 'say-version',
  transformIndexHtml: () => [
    { tag: 'meta', attrs: { name: 'generator', content: `Sightline ${version}` }, injectTo: 'head' },
  ],
};

const toOthers: Plugin = {
  name: 'to-others',
  apply: 'build',
  transformIndexHtml: (_html, { path }) =>
    path === '/index.html' ? previewTags(site, 'Sightline', DESCRIPTION) : [],
  writeBundle: ({ dir = 'dist' }) => writeSecurityText(site, dir, new Date()),
};

/**
 * What all pages share goes by the name of whichever module of it comes first, and languages by theirs:
 * .size-limit.json needs lasting ones.
 */
const chunkFileNames = ({
  moduleIds,
  facadeModuleId,
}: {
  moduleIds: string[];
  facadeModuleId: string | null;
}) => {
  const isShared = moduleIds.some((id) => id.includes('/react-dom/'));
  const language = facadeModuleId?.includes('/web/words/') ? LANGUAGE : '';
  return `assets/${isShared ? 'shared' : `${language}[name]`}-[hash].js`;
};

const THIRD_PARTY = 'third-party-notices.md';

/** Vite's own list knows the page alone. */
const serverNotices: Plugin = {
  name: 'server-notices',
  apply: 'build',
  writeBundle: ({ dir = 'dist' }) => appendFileSync(join(dir, THIRD_PARTY), `\n${notices('.')}`),
};

export default defineConfig({
  plugins: [
    react(),
    VitePWA(pwaOptions),
    freshInDevelopment,
    compileAtOnce,
    keepBuiltFiles,
    early,
    earlyInDevelopment,
    sayVersion,
    toOthers,
    serverNotices,
  ],
  build: {
    license: { fileName: THIRD_PARTY },
    target,
    // 1.5 kB smaller than by Vite's own (gzip), and a few seconds slower.
    minify: 'terser',
    terserOptions: { ecma: 2020, module: true, compress: { passes: 3 } },
    // Safari 16 alone does without preloads: it finds the same files one look later.
    modulePreload: { polyfill: false },
    // An inlined asset would be a data: URL, which the policy in public/_headers allows for images alone.
    assetsInlineLimit: 0,
    // Pages and Workers answer an unknown address with the second one. Without it they would answer with the
    // first: 200, and for a file of an older build below /assets/ kept for a year.
    rollupOptions: {
      input: ['index.html', 'check.html', '404.html'],
      output: { chunkFileNames },
    },
  },
  define: { __APP_VERSION__: JSON.stringify(version) },
  server: {
    // Vite answers to IP addresses and localhost besides.
    allowedHosts: (process.env.ALLOWED_HOSTS ?? '').split(',').filter((name) => name !== ''),
    // `npm run dev` names where the proxy is. It keeps the browser's Host, by which the proxy knows its own
    // page.
    proxy: { '/v1': { target: process.env.PAGES_ORIGIN ?? 'http://localhost:8788', changeOrigin: false } },
    // What runs beside it writes there all the time.
    watch: { ignored: ['**/.sightline/**', '**/.wrangler/**', '**/dist/**', '**/test-results/**'] },
  },
});
