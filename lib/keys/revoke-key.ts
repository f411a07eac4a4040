import { prisma } from "@/lib/platform/database";
import { isId } from "@/lib/platform/ids";

/**
 * Ends an API key and every token made with it, at once. It stays in the list, so that it can be said later which
 * messages it sent. @returns whether the app has such a key.
 */
export async function revokeKey(appId: string, keyId: string): Promise<boolean> {
  if (!isId(keyId)) return false;
  const key = await prisma().apiKey.findFirst({ where: { id: keyId, appId } });
  if (!key) return false;
  await prisma().apiKey.updateMany({ where: { id: keyId, revokedAt: null }, data: { revokedAt: new Date() } });
  await prisma().accessToken.deleteMany({ where: { keyId } });
  return true;
}
