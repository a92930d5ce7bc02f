// Logging without a connection, for those who log; README.md says what is kept where.

import { watchDevice } from "./device-page.js";

watchDevice(document);
