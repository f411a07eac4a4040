import { notOffered } from "@/lib/compat/not-offered";
import { answering } from "../../routee-door";

/** Whatever else Routee has: said in its own shape that it is not here. */
const answer = answering((request) => {
  throw notOffered(new URL(request.url).pathname.replace(/^\/not-offered/, ""));
});

export { answer as DELETE, answer as GET, answer as PATCH, answer as POST, answer as PUT };
