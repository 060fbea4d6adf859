import { watch } from "./index.js";

await watch();
