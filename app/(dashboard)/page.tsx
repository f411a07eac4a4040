import { redirect } from "next/navigation";

/** The start is the list of messages. */
export default function Home(): never {
  redirect("/messages");
}
