/**
 * What the control page does in the browser. Its text is sent to the page as it stands, so it uses nothing from outside
 * of itself. Everything that others wrote is put in as text, never as HTML.
 */
export function runPage(): void {
  type Json = Record<string, unknown>;
  interface State {
    now: string;
    speed: number;
    counts: Record<string, number>;
    faults: Json;
    applications: { id: string; balance: number; revoked: boolean; smsRight: boolean; secret: string }[];
  }
  interface Post {
    status: string;
    part: number;
    httpStatus: number | null;
    problem: string | null;
    attempt: number;
  }
  interface Message {
    at: string;
    to: string;
    label: string | null;
    body: string;
    segments: { part: number; status: string; detailedStatus: string | null }[];
    lastPosts: Post[];
  }

  const EVERY_MS = 2_000;
  const outcome = document.querySelector<HTMLElement>("#outcome");
  const forms = [...document.querySelectorAll("form")];
  /** What stands in the tables now, so that they are left alone while it is the same. */
  const shown = new Map<string, string>();

  async function ask<T>(method: string, path: string, body?: Json): Promise<T> {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    const headers = { "content-type": "application/json" };
    const response = await fetch(`/control/${path}`, { ...init, headers, cache: "no-store" });
    const json: unknown = await response.json();
    if (response.ok) return json as T;
    const words = json as { problem?: string };
    throw new Error(words.problem ?? `answered with ${response.status}`);
  }

  function tell(words: string, isBad = false): void {
    if (!outcome) return;
    outcome.textContent = words;
    outcome.dataset.bad = String(isBad);
  }

  /** Does something that a person asked for, says how it went and shows what is so now. */
  async function act(words: string, deed: () => Promise<unknown>): Promise<void> {
    try {
      await deed();
      tell(words);
    } catch (error) {
      tell(`Not done: ${error instanceof Error ? error.message : String(error)}`, true);
      return;
    }
    for (const form of forms) delete form.dataset.edited;
    await refresh();
  }

  const fieldsOf = (form: HTMLFormElement) =>
    [...form.querySelectorAll<HTMLInputElement | HTMLSelectElement>("[name]")].filter(({ name }) => name !== "");

  /** A form's fields as JSON: a name with dots is a path; what is empty is left out. */
  function read(form: HTMLFormElement): Json {
    const json: Json = {};
    for (const field of fieldsOf(form)) {
      const path = field.name.split(".");
      const last = path.pop() ?? "";
      let place = json;
      for (const step of path) {
        place[step] ??= {};
        place = place[step] as Json;
      }
      if (field.value === "") continue;
      const { type = "text" } = field.dataset;
      if (field instanceof HTMLInputElement && field.type === "checkbox") place[last] = field.checked;
      else if (type === "percent") place[last] = Number(field.value) / 100;
      else place[last] = type === "number" ? Number(field.value) : field.value;
    }
    return json;
  }

  /** Shows in a form what is so now, unless somebody is changing it. */
  function fill(form: HTMLFormElement | undefined, json: Json): void {
    if (!form || form.dataset.edited) return;
    for (const field of fieldsOf(form)) {
      let value: unknown = json;
      for (const step of field.name.split(".")) value = (value as Json | null | undefined)?.[step];
      if (field instanceof HTMLInputElement && field.type === "checkbox") field.checked = value === true;
      else if (value === undefined || value === null) field.value = "";
      else field.value = String(field.dataset.type === "percent" ? Number((Number(value) * 100).toFixed(4)) : value);
    }
  }

  function faultsOf(form: HTMLFormElement): Json {
    const json = read(form);
    const api = json.api as Json;
    const rateLimit = json.rateLimit as Json;
    return {
      ...json,
      api: "kind" in api ? { share: 1, ...api } : null,
      rateLimit: "perSecond" in rateLimit ? rateLimit : null,
    };
  }

  function element(tag: string, text: string, attributes: Record<string, string> = {}): HTMLElement {
    const made = document.createElement(tag);
    made.textContent = text;
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  }

  const GOOD = ["Delivered", "Usable"];
  const BAD = ["Undelivered", "Failed", "Unsent", "Revoked"];
  const chip = (word: string) =>
    element("span", word, {
      class: "state",
      "data-kind": GOOD.includes(word) ? "good" : BAD.includes(word) ? "bad" : "wait",
    });

  function list(lines: (string | HTMLElement)[][]): HTMLElement {
    const made = element("ul", "");
    for (const line of lines) {
      const item = element("li", "");
      item.append(...line);
      made.append(item);
    }
    return made;
  }

  /** @param rows of cells: what stands there, under which heading, and with which class. */
  function table(
    id: string,
    rows: [heading: string, content: string | HTMLElement, look?: string][][],
    none: string,
  ): void {
    const body = document.querySelector(`#${id} tbody`);
    body?.replaceChildren(
      ...rows.map((cells) => {
        const row = element("tr", "");
        for (const [heading, content, look = ""] of cells) {
          const cell = element("td", "", { "data-label": heading, class: look });
          cell.append(content);
          row.append(cell);
        }
        return row;
      }),
    );
    const empty = document.querySelector<HTMLElement>(`#${id}-none`);
    if (empty) empty.textContent = rows.length === 0 ? none : "";
  }

  function isNew(what: string, json: unknown): boolean {
    const text = JSON.stringify(json);
    if (shown.get(what) === text) return false;
    shown.set(what, text);
    return true;
  }

  function showApplications(applications: State["applications"]): void {
    if (!isNew("applications", applications)) return;
    table(
      "applications",
      applications.map(({ id, balance, revoked, smsRight, secret }) => [
        ["Application ID", id],
        ["Balance", `${balance.toFixed(2)} EUR`, "fixed"],
        ["State", chip(revoked ? "Revoked" : smsRight ? "Usable" : "May not send")],
        ["Secret", secret === "any" ? "any" : "one only"],
      ]),
      "None has asked for a token yet.",
    );
    const known = document.querySelector("#known-applications");
    known?.replaceChildren(...applications.map(({ id }) => element("option", "", { value: id })));
  }

  function showMessages(messages: Message[]): void {
    if (!isNew("messages", messages)) return;
    const post = ({ status, part, attempt, httpStatus, problem }: Post) =>
      `${status}, segment ${part}${attempt > 1 ? `, try ${attempt}` : ""}: ${httpStatus ?? problem}`;
    const text = (body: string, label: string | null) => {
      const made = element("div", "");
      made.append(element("div", body, { class: "short" }), element("div", label ?? "", { class: "quiet short" }));
      return made;
    };
    table(
      "messages",
      messages.map(({ at, to, label, body, segments, lastPosts }) => [
        ["Taken", new Date(at).toLocaleTimeString(), "fixed"],
        ["Recipient", to, "fixed"],
        ["Message", text(body, label)],
        [
          "Segments",
          list(
            segments.map(({ status, detailedStatus }) => [
              chip(status),
              detailedStatus && detailedStatus !== status ? ` ${detailedStatus}` : "",
            ]),
          ),
        ],
        ["Last posts", lastPosts.length === 0 ? "none yet" : list(lastPosts.map((one) => [post(one)]))],
      ]),
      "Nothing has been sent to the sandbox yet.",
    );
  }

  async function refresh(): Promise<void> {
    const state = await ask<State>("GET", "state");
    const { data } = await ask<{ data: Message[] }>("GET", "messages?limit=50");
    for (const [name, count] of Object.entries({ ...state.counts, speed: state.speed })) {
      const place = document.querySelector(`[data-count=${name}]`);
      if (place) place.textContent = count.toLocaleString("en");
    }
    fill(
      forms.find(({ id }) => id === "speed"),
      { speed: state.speed },
    );
    fill(
      forms.find(({ id }) => id === "faults"),
      state.faults,
    );
    showApplications(state.applications);
    showMessages(data);
  }

  const deeds: Record<string, (form: HTMLFormElement) => Promise<void>> = {
    speed: (form) => act("The speed is changed.", () => ask("POST", "speed", read(form))),
    faults: (form) => act("The faults are set.", () => ask("POST", "faults", faultsOf(form))),
    "end-faults": () => act("No faults any more.", () => ask("DELETE", "faults")),
    balance: (form) => act("The balance is set.", () => ask("POST", "balance", read(form))),
    revoke: (form) => applicationIs(form, { revoked: true }, "The application is revoked."),
    restore: (form) => applicationIs(form, { revoked: false, smsRight: true }, "The application can be used again."),
    forbid: (form) => applicationIs(form, { smsRight: false }, "The application may not send."),
    expire: () => act("All tokens have ended.", () => ask("POST", "expire-tokens", {})),
    reset: async () => {
      if (window.confirm("Forget every message, campaign, application, balance and fault?"))
        await act("Everything is forgotten.", () => ask("POST", "reset", {}));
    },
  };

  function applicationIs(form: HTMLFormElement, change: Json, words: string): Promise<void> {
    return act(words, () => ask("POST", "applications", { id: read(form).applicationId, ...change }));
  }

  for (const form of forms) {
    form.addEventListener("input", () => {
      form.dataset.edited = "true";
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const by = (event as SubmitEvent).submitter?.getAttribute("value");
      void deeds[by ?? form.id]?.(form);
    });
  }

  async function follow(): Promise<void> {
    if (document.visibilityState === "visible")
      await refresh().catch(() => tell("The sandbox does not answer. Trying again.", true));
    setTimeout(() => void follow(), EVERY_MS);
  }
  void follow();
}
