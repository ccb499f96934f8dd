// A worker, which has neither a window nor a document.

import { start } from "/start.js";

await start("worker", new URLSearchParams(location.search));
