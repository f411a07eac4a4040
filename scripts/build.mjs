import { fileURLToPath } from "node:url";
import { StartError } from "./start/failure.mjs";
import { build, generate, install } from "./start/prepare.mjs";
import { checkNode } from "./start/settings.mjs";

/** `npm run build`: what `npm start` would do before it starts anything. */
const root = fileURLToPath(new URL("..", import.meta.url));
try {
  checkNode(process.version);
  await install(root);
  await generate(root);
  await build(root);
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
