// Keeps what logging needs without a connection: the shell, and the pages of the form of
// whoever was here last. The server puts tulosBuild before this: the version, and the
// addresses of the shell.

import { alone, Sender } from "./device-send.js";
import { DeviceStore } from "./device-store.js";

const { version, shell } = self.tulosBuild;
const shellName = `tulos-shell-${version}`;
const pagesName = (person) => `tulos-pages-${version}-${person}`;
const fresh = 600000; // milliseconds for which pages are not asked for again
const store = new DeviceStore(self.indexedDB);

async function keepShell() {
  const cache = await caches.open(shellName);
  await cache.addAll(shell);
}

/** Asks for the person's pages; one that the person may not have any more goes. */
async function keepPages() {
  const person = await store.note("person");
  if (!person) return;
  const cache = await caches.open(pagesName(person));
  for (const path of await store.note("pages")) {
    const answer = await fetch(path, { redirect: "manual", headers: { Accept: "text/html" } });
    if (answer.status === 200) await cache.put(path, answer);
    if (answer.status === 403 || answer.status === 404) await cache.delete(path);
  }
}

/** Takes away the pages of others, and what older versions kept once this one has all. */
async function tidy() {
  const person = await store.note("person");
  const pages = (await store.note("pages")) ?? [];
  const kept = person ? await (await caches.open(pagesName(person))).keys() : [];
  for (const name of await caches.keys()) {
    if (!name.startsWith("tulos-") || name === shellName || (person && name === pagesName(person))) continue;
    const isOthers = name.startsWith("tulos-pages-") && !name.endsWith(`-${person}`);
    if (isOthers || kept.length > 0 || pages.length === 0) await caches.delete(name);
  }
}

/** Keeps the pages fresh, unless they were asked for a little while ago. */
async function renew(language) {
  const person = await store.note("person");
  const mark = [version, person, language].join(" ");
  const before = await store.note("renewed");
  if (before?.mark === mark && Date.now() - before.at < fresh) return;
  await keepPages();
  await tidy();
  if (language) await store.setNote("renewed", { mark, at: Date.now() });
}

/** A page from the server, or what is kept in its place. */
async function page(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const { pathname } = new URL(request.url);
    const person = await store.note("person");
    const form = pathname.replace(/^(\/projects\/[^/]+)\/activities\/new$/, "$1/offline");
    for (const path of [form, "/offline"]) {
      const options = { ignoreSearch: true, ignoreVary: true };
      const found = (await caches.match(path, { ...options, cacheName: pagesName(person) })) ?? (await caches.match(path, options));
      if (found) return found;
    }
    throw error;
  }
}

const asset = async (request) => (await caches.match(request, { ignoreVary: true })) ?? fetch(request);

self.addEventListener("install", (event) => event.waitUntil(keepShell().then(() => self.skipWaiting())));

self.addEventListener("activate", (event) => {
  event.waitUntil(renew("").catch(() => {}).then(() => self.clients.claim()));
});

self.addEventListener("message", (event) => {
  if (event.data?.renew) event.waitUntil(renew(event.data.renew).catch(() => {})); // without a connection
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (pathname.startsWith("/static/")) event.respondWith(asset(request));
});

self.addEventListener("sync", (event) => {
  if (event.tag !== "tulos-send") return;
  const channel = new BroadcastChannel("tulos");
  const tell = (state) => channel.postMessage(state);
  event.waitUntil(
    alone(self.navigator.locks, () => new Sender(store, (...request) => fetch(...request), Date.now).all(tell)).then((is) => {
      tell(is);
      if (is === "again") throw new Error("to be sent again"); // the browser tries later
    }),
  );
});
