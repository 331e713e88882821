// Everything here is a convenience: without it, every page still shows and does the same.
import { startKeys } from "./keys.js";
import { startLegend } from "./legend.js";
import { startPairs } from "./pairs.js";
import { startPopovers } from "./popover.js";
import { startSelecting } from "./selecting.js";

startLegend();
startPairs();
startPopovers();
startSelecting();
startKeys();
