/** What every answer carries. Pages hold people's messages: nobody may frame them or learn where they link from. */
const SECURITY_HEADERS = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=()" },
  {
    key: "Content-Security-Policy",
    // Next writes inline scripts of its own into each page.
    value:
      "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src 'none'",
  },
];

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Types are checked by `npm test`; somebody who only starts Tidings need not wait for it.
  typescript: { ignoreBuildErrors: true },
  // Native and database packages are loaded from node_modules, not bundled into the server's output.
  serverExternalPackages: ["@node-rs/argon2", "pg", "@prisma/client", "@prisma/adapter-pg", "pino", "graphile-worker"],
  // What Routee has and Tidings has not, so that it is answered in Routee's shape (lib/compat/not-offered.ts).
  rewrites: async () =>
    [
      ...["2step", "contacts", "failover", "groups", "lookup", "numbers", "numbervalidator", "pools", "reports"],
      ...["security", "viber", "voice", "accounts", "system"],
    ].map((service) => ({ source: `/${service}/:path*`, destination: `/not-offered/${service}/:path*` })),
  redirects: async () => [{ source: "/docs", destination: "/docs/guide", permanent: false }],
  headers: async () => [{ source: "/:path*", headers: SECURITY_HEADERS }],
};

export default config;
