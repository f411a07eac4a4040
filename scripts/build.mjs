import { fileURLToPath } from "node:url";
import { build, generate, install } from "./start/prepare.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

await install(root);
await generate(root);
await build(root);
