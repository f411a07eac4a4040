"use client";

import type { UseInfiniteQueryResult, UseQueryResult } from "@tanstack/react-query";
import { RotateCw } from "lucide-react";
import type { ReactNode } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { describeFailure } from "./api";

interface ResourceProps<T> {
  query: UseQueryResult<T> | UseInfiniteQueryResult<T>;
  /** What is being shown, as in "The messages could not be loaded". */
  what: string;
  skeleton: ReactNode;
  empty?: ReactNode;
  isEmpty?: (data: T) => boolean;
  children: (data: T) => ReactNode;
}

/** Loading, error, empty and content of one query. What has been loaded stays while it is loaded again. */
export function Resource<T>({ query, what, skeleton, empty, isEmpty, children }: ResourceProps<T>) {
  const { data, error, isFetching } = query;
  const failure = error && (
    <Alert
      tone="bad"
      title={data === undefined ? `${what} could not be loaded` : `${what} could not be brought up to date`}
      className="mb-3"
    >
      <p>{describeFailure(error)}</p>
      <Button size="sm" className="mt-2" pending={isFetching} onClick={() => void query.refetch()}>
        <RotateCw aria-hidden="true" />
        Try again
      </Button>
    </Alert>
  );
  if (data === undefined) return failure || skeleton;
  return (
    <>
      {failure}
      {isEmpty?.(data) ? empty : children(data)}
    </>
  );
}
