import { notOffered } from "@/lib/compat/not-offered";
import { answering } from "../../routee-door";

/** What Routee has under /sms and Tidings has not. */
const answer = answering((request) => {
  throw notOffered(new URL(request.url).pathname);
});

export { answer as DELETE, answer as GET, answer as PATCH, answer as POST, answer as PUT };
