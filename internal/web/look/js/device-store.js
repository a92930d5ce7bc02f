// What is kept on the device: drafts of activities that were not sent yet, with their
// files, and whose they are. One database for pages and service worker.

const opened = new WeakMap();

function open(indexedDB) {
  if (!opened.has(indexedDB)) {
    opened.set(indexedDB, new Promise((resolve, reject) => {
      const request = indexedDB.open("tulos", 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore("drafts", { keyPath: "id" });
        request.result.createObjectStore("notes");
      };
      request.onsuccess = () => {
        request.result.onversionchange = () => {
          request.result.close();
          opened.delete(indexedDB);
        };
        resolve(request.result);
      };
      request.onerror = () => reject(request.error);
    }));
  }
  return opened.get(indexedDB);
}

/** Drafts and notes in an indexedDB. */
export class DeviceStore {
  #indexedDB;

  constructor(indexedDB) {
    this.#indexedDB = indexedDB;
  }

  async #do(name, mode, work) {
    const database = await open(this.#indexedDB);
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(name, mode);
      const request = work(transaction.objectStore(name));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  }

  /** A note, such as whose device it is; undefined where there is none. */
  note = (key) => this.#do("notes", "readonly", (notes) => notes.get(key));
  setNote = (key, value) => this.#do("notes", "readwrite", (notes) => notes.put(value, key));

  draft = (id) => this.#do("drafts", "readonly", (drafts) => drafts.get(id));
  save = (draft) => this.#do("drafts", "readwrite", (drafts) => drafts.put(draft));
  remove = (id) => this.#do("drafts", "readwrite", (drafts) => drafts.delete(id));

  /** All drafts, of whomever, in the order in which they were finished. */
  async drafts() {
    const all = await this.#do("drafts", "readonly", (drafts) => drafts.getAll());
    return all.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  }

  /** Takes away all of a person; what others wrote stays theirs. */
  async forget(person) {
    for (const draft of await this.drafts()) if (draft.person === person) await this.remove(draft.id);
    await this.#do("notes", "readwrite", (notes) => notes.clear());
  }
}

const day = 86400000;

/** Drafts older than that are not sent before the person was asked. */
export const daysUntilAsked = 30;

/** Whether a draft is so old that it waits for the person's word. */
export const isOld = (draft, now) => draft.state === "waiting" && now - Math.max(draft.at, draft.agreed ?? 0) > daysUntilAsked * day;
