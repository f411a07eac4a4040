/** The themes one can choose; "system" follows the device. */
export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

/** Kept in a cookie, so that the server's first byte already has the right colours: no flash and no inline script. */
export const THEME_COOKIE = "tidings-theme";

/** The theme that a cookie's value names; anything else is "system". Pure. */
export function themeOf(value: string | undefined): Theme {
  return THEMES.find((theme) => theme === value) ?? "system";
}
