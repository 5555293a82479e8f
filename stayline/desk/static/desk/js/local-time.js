/* Moments in the reader's own zone and words; the exact one on hover. The server's text stays when
   a browser cannot. */
const language = document.documentElement.lang || undefined;
const clock = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const weekday = new Intl.DateTimeFormat(language, { weekday: "short" });
const longWeekday = new Intl.DateTimeFormat(language, { weekday: "long" });
const dayMonth = new Intl.DateTimeFormat(language, { day: "numeric", month: "short" });
const longDayMonth = new Intl.DateTimeFormat(language, { day: "numeric", month: "long" });
const dayMonthYear = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", year: "numeric" });
const exact = new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "long" });
const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });

/* A demo's clock may be ahead of the browser's. */
const ahead = 1000 * Number(document.documentElement.dataset.clockAhead ?? 0);
const now = () => new Date(Date.now() + ahead);
const midnight = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate());
const daysFromToday = (date) => Math.round((midnight(date) - midnight(now())) / 86_400_000);

function spoken(date) {
  const days = daysFromToday(date);
  const time = clock.format(date);
  if (days === 0) return time;
  if (Math.abs(days) === 1) return `${relative.format(days, "day")} ${time}`;
  if (days > 1 && days < 7) return `${weekday.format(date)} ${time}`;
  const sameYear = date.getFullYear() === now().getFullYear();
  return `${(sameYear ? dayMonth : dayMonthYear).format(date)} ${time}`;
}

function since(date) {
  const days = daysFromToday(date);
  if (days === 0 || days === -1) return relative.format(days, "day");
  if (days < 0 && days > -7) return longWeekday.format(date);
  return (date.getFullYear() === now().getFullYear() ? longDayMonth : dayMonthYear).format(date);
}

function speak(root) {
  for (const time of root.querySelectorAll("time[data-local]")) {
    const date = new Date(time.dateTime);
    if (Number.isNaN(date.valueOf())) continue;
    time.textContent = time.dataset.local === "since" ? since(date) : spoken(date);
    time.title = exact.format(date);
  }
  for (const option of root.querySelectorAll("option[data-local-option]")) {
    const date = new Date(option.value);
    if (!Number.isNaN(date.valueOf())) option.textContent = spoken(date);
  }
  for (const time of root.querySelectorAll("time[data-zone-now]")) {
    try {
      const zone = time.dataset.zoneNow;
      time.textContent = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", weekday: "short", timeZone: zone }).format(now());
      time.title = zone;
    } catch { /* a zone this browser does not know: its name stays */ }
  }
}

speak(document);
document.addEventListener("htmx:load", (event) => speak(event.detail.elt));
document.addEventListener("stayline:parts", () => speak(document));
setInterval(() => speak(document), 60_000);
