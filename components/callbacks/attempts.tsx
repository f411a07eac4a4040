import { ExactTime } from "@/components/time/instant";
import type { CallbackAttempt } from "@/lib/messages/contract";
import { answerWords, triggerWords } from "./callback-words";

/** Every attempt of a callback, the first one first. */
export function Attempts({ attempts }: { attempts: readonly CallbackAttempt[] }) {
  if (attempts.length === 0) return null;
  return (
    <ol className="grid gap-2">
      {attempts.map((attempt, index) => (
        <li key={attempt.at} className="grid gap-0.5 border-l-2 pl-3">
          <p>
            <span className="font-medium">Attempt {index + 1}:</span> {answerWords(attempt)}
          </p>
          <p className="text-ink-muted text-xs tabular-nums">
            {triggerWords(attempt)}, <ExactTime at={attempt.at} />, {attempt.durationMs} ms
          </p>
          {attempt.responseExcerpt && (
            <pre className="max-h-40 overflow-auto whitespace-pre-wrap break-words rounded-md bg-sunken px-2 py-1 font-mono text-xs">
              {attempt.responseExcerpt}
            </pre>
          )}
        </li>
      ))}
    </ol>
  );
}
