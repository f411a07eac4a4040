const ready: (() => void)[] = [];

/**
 * Lets answers that become ready in one turn of the event loop, as those of a group do, leave one right after the other
 * at its end: whoever waits for several of them is woken once and not for each.
 */
export function leaveTogether(): Promise<void> {
  return new Promise((leave) => {
    if (ready.push(leave) === 1) setImmediate(leaveNow);
  });
}

function leaveNow(): void {
  for (const leave of ready.splice(0)) leave();
}
