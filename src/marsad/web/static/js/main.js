// Everything here is a convenience: without it, every page still shows and does the same.
import { startKeys } from "./keys.js";
import { startPairs } from "./pairs.js";
import { startPopovers } from "./popover.js";

startKeys();
startPairs();
startPopovers();
