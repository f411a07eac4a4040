/**
 * Work of many concurrent callers done in groups: while one group is being done the next one gathers, so that a
 * commit is shared by all that wait for it. Nobody waits for a group to fill.
 * @param run does a group and answers for each item, in order. When it throws, each item is done again alone, so that
 * one bad item never fails its neighbours; it must therefore do all or nothing.
 * @param limits how many items a group takes at most, and how many groups are done at once.
 */
export function inGroups<Item, Result>(
  run: (items: Item[]) => Promise<Result[]>,
  limits: { items: number; groups: number },
): (item: Item) => Promise<Result> {
  type Waiting = { item: Item; resolve: (result: Result) => void; reject: (error: unknown) => void };
  const queue: Waiting[] = [];
  let running = 0;

  async function doGroup(group: Waiting[]): Promise<void> {
    try {
      const results = await run(group.map(({ item }) => item));
      group.forEach(({ resolve, reject }, index) => {
        if (index in results) resolve(results[index] as Result);
        else reject(new Error("A group answered for fewer items than it was given."));
      });
    } catch (error) {
      if (group.length === 1) group[0]?.reject(error);
      else await Promise.all(group.map((waiting) => doGroup([waiting])));
    }
  }

  async function work(): Promise<void> {
    running += 1;
    while (queue.length > 0) await doGroup(queue.splice(0, limits.items));
    running -= 1;
  }

  return (item) =>
    new Promise((resolve, reject) => {
      queue.push({ item, resolve, reject });
      // Begin after this turn of the event loop, so that what arrived together goes together.
      if (running < limits.groups) setImmediate(() => running < limits.groups && queue.length > 0 && void work());
    });
}
