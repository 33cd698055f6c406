"""The styles and the script of the page that plays a storyboard."""

from __future__ import annotations

STYLE = """
:root { color-scheme: light dark; }
* { box-sizing: border-box; }
body { margin: 0; font-family: system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; background: #f3f4f6; color: #1d2230; }
main { max-width: 1040px; margin: 0 auto; padding: 16px; }
.stage { position: relative; aspect-ratio: 16 / 9; overflow: hidden; border-radius: 12px; container-type: inline-size; background: var(--ground); }
.scene { position: absolute; inset: 0; color: var(--ink); background: var(--own); }
.scene[hidden] { display: none; }
.scene svg { position: absolute; inset: 0; width: 100%; height: 100%; }
.words { position: absolute; inset: 0; display: flex; flex-direction: column; align-items: center; justify-content: center; padding: 5cqw 7cqw; text-align: center; }
.art + .words { justify-content: flex-end; padding-bottom: 8cqw; }
.words h2 { margin: 0 0 1.5cqw; font-size: 3cqw; font-weight: 600; opacity: 0.85; overflow-wrap: anywhere; }
.words p { margin: 0; font-size: var(--size); font-weight: 700; line-height: 1.2; overflow-wrap: anywhere; max-height: 70cqh; }
.plate { background: rgb(0 0 0 / 0.55); color: #fff; padding: 1.2cqw 2.4cqw; border-radius: 1.2cqw; }
.caption { position: absolute; left: 8%; right: 8%; bottom: 2%; text-align: center; pointer-events: none; }
.caption span { display: inline-block; background: rgb(0 0 0 / 0.78); color: #fff; font-size: max(12px, 2cqw); line-height: 1.35; padding: 0.25em 0.7em; border-radius: 0.3em; overflow-wrap: anywhere; }
.controls { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; padding: 10px 0; }
.controls input { flex: 1 1 220px; min-width: 120px; accent-color: var(--accent); }
button { font: inherit; padding: 6px 12px; border: 1px solid #8a92a0; border-radius: 7px; background: #fff; color: #1d2230; cursor: pointer; }
button[aria-pressed="true"] { background: #1d2230; color: #fff; }
button:focus-visible, input:focus-visible { outline: 3px solid #2563eb; outline-offset: 2px; }
.time { font-variant-numeric: tabular-nums; min-width: 7.5em; text-align: right; }
ol { margin: 8px 0 0; padding-left: 0; list-style: none; }
ol button { display: flex; gap: 12px; width: 100%; margin-bottom: 4px; text-align: left; }
ol button span:first-child { min-width: 3.6em; font-variant-numeric: tabular-nums; opacity: 0.75; }
ol button span:last-child { overflow-wrap: anywhere; min-width: 0; }
ol [aria-current="true"] { border-color: var(--accent); border-width: 2px; padding: 5px 11px; }
.keys { font-size: 14px; opacity: 0.8; }
@media (prefers-color-scheme: dark) {
  body { background: #14161b; color: #e9ebf0; }
  button { background: #22262e; color: #e9ebf0; border-color: #6a7280; }
  button[aria-pressed="true"] { background: #e9ebf0; color: #14161b; }
}
""".strip()

SCRIPT = """
(() => {
  const scenes = [...document.querySelectorAll(".scene")].map((element, index) => ({
    element, start: Number(element.dataset.start), end: Number(element.dataset.end), index,
    art: element.querySelector(".art"), words: element.querySelector(".words"),
    row: document.querySelector(`[data-scene="${index}"]`), caption: element.dataset.caption,
  }));
  const byId = (id) => document.getElementById(id);
  const seek = byId("seek"), toggle = byId("toggle"), time = byId("time"), caption = byId("caption"), captions = byId("captions");
  const length = scenes[scenes.length - 1].end;
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let now = 0, playing = false, last = 0, shown = -1;
  const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
  const at = (t) => scenes.find((scene) => t < scene.end) || scenes[scenes.length - 1];
  const draw = () => {
    const scene = at(now);
    if (scene.index !== shown) {
      shown = scene.index;
      for (const other of scenes) {
        other.element.hidden = other !== scene;
        if (other === scene) other.row.setAttribute("aria-current", "true");
        else other.row.removeAttribute("aria-current");
      }
      caption.firstElementChild.textContent = scene.caption;
    }
    const inside = now - scene.start, share = Math.min(1, inside / (scene.end - scene.start));
    const enter = calm.matches ? 1 : Math.min(1, inside / 0.5), eased = 1 - (1 - enter) ** 3;
    scene.words.style.opacity = eased;
    scene.words.style.transform = calm.matches ? "none" : `translateY(${(1 - eased) * 24}px)`;
    if (scene.art) scene.art.style.transform = calm.matches ? "none" : `scale(${1 + share * 0.06})`;
    seek.value = now;
    seek.setAttribute("aria-valuetext", `${clock(now)} of ${clock(length)}, scene ${scene.index + 1} of ${scenes.length}`);
    time.textContent = `${clock(now)} / ${clock(length)}`;
    toggle.textContent = playing ? "Pause" : now >= length ? "Play again" : "Play";
  };
  const step = (stamp) => {
    if (!playing) return;
    now = Math.min(length, now + Math.max(0, stamp - last) / 1000);
    last = stamp;
    if (now >= length) playing = false;
    draw();
    if (playing) requestAnimationFrame(step);
  };
  const play = (on) => {
    if (on === playing) return;
    if (on && now >= length) now = 0;
    playing = on;
    draw();
    if (on) requestAnimationFrame((stamp) => { last = stamp; step(stamp); });
  };
  const go = (t) => { now = Math.max(0, Math.min(length, t)); draw(); };
  const jump = (by) => go(scenes[Math.max(0, Math.min(scenes.length - 1, at(now).index + by))].start);
  const caption_on = (on) => { caption.hidden = !on; captions.setAttribute("aria-pressed", String(on)); };
  toggle.addEventListener("click", () => play(!playing));
  byId("previous").addEventListener("click", () => jump(-1));
  byId("next").addEventListener("click", () => jump(1));
  captions.addEventListener("click", () => caption_on(caption.hidden));
  seek.addEventListener("input", () => go(Number(seek.value)));
  for (const scene of scenes) scene.row.addEventListener("click", () => go(scene.start));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase(), button = event.target instanceof HTMLButtonElement;
    if ((key === " " && !button) || key === "k") play(!playing);
    else if (key === "arrowleft") go(now - (event.shiftKey ? 5 : 1));
    else if (key === "arrowright") go(now + (event.shiftKey ? 5 : 1));
    else if (key === "home") go(0);
    else if (key === "end") go(length);
    else if (key === "c") caption_on(caption.hidden);
    else if (/^[1-9]$/.test(key) && scenes[Number(key) - 1]) go(scenes[Number(key) - 1].start);
    else return;
    event.preventDefault();
  });
  draw();
})();
""".strip()
