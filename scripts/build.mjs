import { resolve } from "node:path";
import { build, generate, install } from "./start/prepare.mjs";

const root = resolve(import.meta.dirname, "..");

await install(root);
await generate(root);
await build(root);
