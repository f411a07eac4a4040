import type { Environment } from "@/lib/apps/contract";
import { EnvironmentBadge } from "./environment-badge";

const CHOICES: readonly { value: Environment; meaning: string }[] = [
  { value: "sandbox", meaning: "A simulated network. Nothing reaches a phone, nothing costs." },
  { value: "live", meaning: "Sends through your Routee application, to real phones." },
];

interface EnvironmentChoiceProps {
  value: Environment;
  onChange: (value: Environment) => void;
}

/** Whether an app sends for real. */
export function EnvironmentChoice({ value, onChange }: EnvironmentChoiceProps) {
  return (
    <fieldset data-field="environment">
      <legend className="mb-1.5 font-medium">Environment</legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {CHOICES.map((choice) => (
          <label
            key={choice.value}
            className="flex items-start gap-2 rounded-md border border-line-strong bg-surface px-3 py-2 has-checked:border-accent has-checked:bg-accent-soft"
          >
            <input
              type="radio"
              name="environment"
              value={choice.value}
              checked={value === choice.value}
              onChange={() => onChange(choice.value)}
              className="mt-0.5 size-4 accent-accent"
            />
            <span className="grid justify-items-start gap-0.5">
              <EnvironmentBadge environment={choice.value} />
              <span className="text-ink-muted text-xs">{choice.meaning}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
