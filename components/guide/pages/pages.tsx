import type { ComponentType } from "react";
import type { TopicSlug } from "../topics";
import { Authenticate } from "./authenticate";
import { Callbacks } from "./callbacks";
import { Errors } from "./errors";
import { Moving } from "./moving";
import { Numbers } from "./numbers";
import { QuickStart } from "./quick-start";
import { SandboxRecipients } from "./sandbox-recipients";
import { Send } from "./send";
import { Statuses } from "./statuses";
import { Text } from "./text";
import { Tracking } from "./tracking";

/** What stands on each page of the guide. */
export const PAGES: Readonly<Record<TopicSlug, ComponentType>> = {
  "": QuickStart,
  authenticate: Authenticate,
  send: Send,
  tracking: Tracking,
  callbacks: Callbacks,
  statuses: Statuses,
  numbers: Numbers,
  text: Text,
  errors: Errors,
  moving: Moving,
  sandbox: SandboxRecipients,
};
