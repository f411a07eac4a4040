import { QueryCache, QueryClient } from "@tanstack/react-query";
import { ApiError } from "./api";

/** A query client with our defaults: one for each request on the server, one for the tab in the browser. */
export function makeQueryClient(onSignedOut?: () => void): QueryClient {
  const onError = (error: unknown) => {
    if (error instanceof ApiError && error.status === 401) onSignedOut?.();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    defaultOptions: {
      queries: {
        // Changes come over the live stream; this only bounds how old a page can be when it is opened again.
        staleTime: 30_000,
        retry: (failures, error) => !(error instanceof ApiError && error.status < 500) && failures < 2,
      },
    },
  });
}
