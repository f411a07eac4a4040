export { providerClient } from "@/lib/apps/provider-client";
