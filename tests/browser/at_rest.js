// Whether a page stands still: nothing opens or fades, nothing waits to be drawn again, every box is where it was at the last look.
() => {
  const moving = document.getAnimations().some((each) =>
    each.playState === "running" && each.effect.getComputedTiming().iterations !== Infinity);
  const stale = document.querySelector("[data-testid=stMain] [data-stale=true]");
  const boxes = document.querySelectorAll("[data-testid=stMain] [data-testid=stElementContainer]");
  const now = JSON.stringify([...boxes].map((box) => box.getBoundingClientRect()));
  const same = now === window.layoutBefore;
  window.layoutBefore = now;
  return !moving && !stale && same;
}
