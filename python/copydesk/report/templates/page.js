"use strict";
// Filters what the page shows, chooses which versions stand side by side, and brings counterparts next to each other.
// It reads texts and sets attributes, and writes no markup. Without it the page shows everything.
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const entries = all("[data-o]");
  const form = document.getElementById("filter");
  const sections = all("main > section").filter((section) => section.querySelector(".none"));
  const texts = new WeakMap();

  // Case and accents make no difference to a search.
  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const textOf = (entry) => {
    if (!texts.has(entry)) texts.set(entry, folded(entry.textContent));
    return texts.get(entry);
  };
  // What says nothing of a key, as a story says nothing of how its quotes differ, does not fit a choice of it.
  const carries = (entry, key, wanted) => wanted === "" || (entry.dataset[key] ?? "").split(" ").includes(wanted);

  const filter = () => {
    const chosen = Object.fromEntries(["s", "o", "k", "t"].map((key) => [key, form.elements[key]?.value ?? ""]));
    const words = folded(form.elements.words.value).split(/\s+/).filter(Boolean);
    const active = words.length > 0 || Object.values(chosen).some((value) => value !== "");
    for (const entry of entries) {
      const fits =
        Object.entries(chosen).every(([key, value]) => carries(entry, key, value)) &&
        words.every((word) => textOf(entry).includes(word));
      entry.hidden = !fits;
    }
    for (const card of all(".speaker-card")) {
      const some = card.querySelector(".said-by:not([hidden])") !== null;
      card.hidden = !some;
      // What was found is shown, and goes back to what it was with the filter.
      if (active && some && !card.open) { card.open = true; card.dataset.opened = ""; }
      if (!active && "opened" in card.dataset) { card.open = false; delete card.dataset.opened; }
    }
    const counts = [];
    for (const section of sections) {
      const own = entries.filter((entry) => section.contains(entry));
      const shown = own.filter((entry) => !entry.hidden).length;
      section.querySelector(".none").hidden = own.length === 0 || shown > 0;
      section.hidden = chosen.t !== "" && section.id !== "quotes";
      if (own.length) counts.push(`${shown} of ${own.length} ${section.dataset.noun}`);
    }
    document.getElementById("glance").hidden = active;
    form.elements.found.value = active ? counts.join(" · ") : "";
  };

  let waiting = 0;
  const soon = () => { clearTimeout(waiting); waiting = setTimeout(filter, 120); };
  form.addEventListener("input", soon);
  form.addEventListener("reset", () => setTimeout(filter));
  form.addEventListener("submit", (event) => { event.preventDefault(); filter(); });
  form.hidden = false;

  // Versions side by side.

  const show = (button, shown) => {
    button.setAttribute("aria-pressed", String(shown));
    document.getElementById(button.getAttribute("aria-controls")).hidden = !shown;
  };
  for (const chips of all(".chips")) {
    chips.hidden = false;
    const buttons = all("button", chips);
    for (const button of buttons) show(button, button.getAttribute("aria-pressed") === "true");
    chips.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      const pressed = buttons.filter((one) => one.getAttribute("aria-pressed") === "true");
      if (pressed.length === 1 && pressed[0] === button) return; // one version stays
      show(button, !pressed.includes(button));
    });
  }
  const reveal = (target) => {
    const version = target.closest(".version");
    if (version?.hidden) show(document.querySelector(`[aria-controls="${version.id}"]`), true);
    for (let card = target.closest("details"); card; card = card.parentElement.closest("details")) card.open = true;
    return version;
  };

  let clicked = null; // stays lit when the pointer leaves it, as its text may have moved from under the pointer
  const light = (mark) => {
    for (const lit of all(".on")) lit.classList.remove("on");
    const story = mark?.closest(".story");
    if (story) for (const same of all(`[data-g="${mark.dataset.g}"]`, story)) same.classList.add("on");
  };
  // Scrolls the versions so that what tells the same stands at one height: that of the mark, or the nearest to it that every
  // version can reach, since a short one does not scroll far.
  const align = (mark) => {
    const own = mark.closest(".version");
    const places = all(".version:not([hidden])", mark.closest(".story")).flatMap((version) => {
      const same = version === own ? mark : version.querySelector(`[data-g="${mark.dataset.g}"]`);
      if (!same) return [];
      const top = same.getBoundingClientRect().top;
      const below = version.scrollHeight - version.clientHeight - version.scrollTop;
      return [{ version, top, lowest: top + version.scrollTop, highest: top - below }];
    });
    const wanted = mark.getBoundingClientRect().top;
    const highest = Math.max(...places.map((place) => place.highest));
    const lowest = Math.min(...places.map((place) => place.lowest));
    const height = Math.min(Math.max(wanted, highest), lowest);
    for (const { version, top } of places) version.scrollTop += top - height;
  };
  document.addEventListener("pointerover", (event) => light(event.target.closest?.(".version [data-g]") ?? clicked));
  document.addEventListener("click", (event) => {
    const mark = event.target.closest?.(".version [data-g]");
    clicked = mark ?? null;
    light(clicked);
    if (!mark) return;
    const link = event.target.closest("a.n");
    if (link) {
      const target = document.getElementById(link.hash.slice(1));
      event.preventDefault();
      reveal(target)?.scrollIntoView({ block: "nearest", inline: "nearest" });
      target.querySelector("a.n")?.focus({ preventScroll: true });
    }
    align(mark);
  });

  // A link may lead to what is closed, filtered out or not chosen.
  const arrive = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.closest("[hidden]")) { form.reset(); filter(); }
    reveal(target);
    // A word is best read with what stands around it; what is as large as the window begins at its top. Twice, since what is
    // laid out only when it comes near moves what lies below it.
    const to = () => {
      const large = target.getBoundingClientRect().height > innerHeight / 2;
      target.scrollIntoView({ block: large ? "start" : "center", behavior: "instant" });
    };
    to();
    requestAnimationFrame(() => requestAnimationFrame(to));
  };
  addEventListener("hashchange", arrive);
  arrive();

  // Paper shows what is closed on the screen.
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = all("details:not([open])");
    for (const card of closed) card.open = true;
    for (const version of all(".version[hidden]")) { version.hidden = false; version.dataset.printed = ""; }
  });
  addEventListener("afterprint", () => {
    for (const card of closed) card.open = false;
    for (const version of all("[data-printed]")) { version.hidden = true; delete version.dataset.printed; }
  });
})();
