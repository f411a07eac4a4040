import type { Person, Setup } from "@/lib/people/contract";
import { createOwner } from "@/lib/people/create-owner";
import { prisma } from "@/lib/platform/database";
import { createApp } from "./create-app";

/**
 * The first account, and with it a sandbox app, so that the first message needs no Routee account. Both or neither.
 * @throws {Problem} `setup_done` when there is an account already.
 */
export async function setUp(setup: Setup): Promise<Person> {
  return prisma().$transaction(async (tx) => {
    const person = await createOwner(tx, setup);
    await createApp(tx, { name: "Sandbox", environment: "sandbox", defaultSender: "Tidings" });
    return person;
  });
}
