"use client";

import { CircleUserRound, LogOut, Monitor, Moon, Sun } from "lucide-react";
import { useState } from "react";
import { clearDraft } from "@/components/compose/draft";
import { signOut } from "@/components/people/sign-in";
import { Menu, MenuItem, MenuLabel, MenuRadioGroup, MenuRadioItem, MenuSeparator } from "@/components/ui/dropdown-menu";
import { THEMES, themeOf } from "./theme";
import { useTheme } from "./use-theme";

const LOOKS = {
  system: { word: "As the device", Icon: Monitor },
  light: { word: "Light", Icon: Sun },
  dark: { word: "Dark", Icon: Moon },
} as const;

/** Who is signed in, the theme, and the way out. */
export function AccountMenu({ email }: { email: string }) {
  const [theme, setTheme] = useTheme();
  const [problem, setProblem] = useState<string | null>(null);
  const leave = async () => {
    try {
      await signOut();
      clearDraft();
      window.location.assign("/sign-in");
    } catch {
      setProblem("You are still signed in: the server could not be reached.");
    }
  };
  return (
    <>
      <Menu
        align="end"
        trigger={
          <button
            type="button"
            className="inline-flex min-h-10 min-w-10 items-center justify-center gap-2 rounded-md px-2 text-left text-nav-ink-muted text-sm hover:bg-nav-raised hover:text-nav-ink focus-visible:outline-nav-accent md:w-full md:justify-start"
          >
            <CircleUserRound aria-hidden="true" className="size-5 shrink-0 md:size-4" />
            <span className="sr-only truncate md:not-sr-only">
              <span className="sr-only">Account: </span>
              {email}
            </span>
          </button>
        }
      >
        <MenuLabel className="md:hidden">{email}</MenuLabel>
        <MenuLabel>Theme</MenuLabel>
        <MenuRadioGroup aria-label="Theme" value={theme} onValueChange={(value) => setTheme(themeOf(value))}>
          {THEMES.map((name) => {
            const { word, Icon } = LOOKS[name];
            return (
              <MenuRadioItem key={name} value={name}>
                <Icon aria-hidden="true" />
                {word}
              </MenuRadioItem>
            );
          })}
        </MenuRadioGroup>
        <MenuSeparator />
        <MenuItem onSelect={() => void leave()}>
          <LogOut aria-hidden="true" />
          Sign out
        </MenuItem>
      </Menu>
      {problem && (
        <p role="alert" className="px-2 py-1 text-nav-ink text-xs">
          {problem}
        </p>
      )}
    </>
  );
}
