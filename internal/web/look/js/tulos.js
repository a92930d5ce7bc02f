// What pages may have on top of plain HTML. Everything hangs on data
// attributes; README.md says which.

import { watchAutosave } from "./autosave.js";
import { watchCounts } from "./count.js";
import { watchHashes } from "./hash.js";
import { fillKeys } from "./key.js";
import { loadLater } from "./later.js";
import { watchLists } from "./list.js";
import { watchLive } from "./live.js";
import { watchMenus } from "./menu.js";
import { watchOnce } from "./once.js";
import { watchPasskeys } from "./passkey.js";
import { watchPasswords } from "./password.js";
import { watchRepeats } from "./repeat.js";
import { watchReveals } from "./reveal.js";
import { watchSums } from "./sum.js";
import { watchTheme } from "./theme.js";

watchTheme(document);
watchMenus(document);
fillKeys(document);
watchReveals(document);
watchSums(document);
watchCounts(document);
watchRepeats(document);
watchLive(document);
watchPasswords(document);
watchPasskeys(document);
watchLists(document);
watchHashes(document);
watchAutosave(document);
watchOnce(document);
loadLater(document);
