import { z } from "zod";

const TIME = "([01]\\d|2[0-3]):[0-5]\\d";
const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
const DAY_MINUTES = 24 * 60;

/** A span of every day, in UTC. */
export const dailyWindow = z
  .string()
  .regex(new RegExp(`^${TIME}-${TIME}$`), "must be two times of day in UTC, such as 17:00-18:00");

/** A span of every week, in UTC. */
export const weeklyWindow = z
  .string()
  .regex(
    new RegExp(`^(${DAYS.join("|")}):${TIME}-(${DAYS.join("|")}):${TIME}$`),
    "must be two times of the week in UTC, such as sun:18:30-sun:19:30",
  );

/** Start and length, in minutes. */
type Span = readonly [number, number];

const minuteOfDay = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/** Whether two spans of minutes share one, on a clock of `cycle` minutes. Spans may pass midnight. */
function meet([a, lengthA]: Span, [b, lengthB]: Span, cycle: number): boolean {
  return (b - a + cycle) % cycle < lengthA || (a - b + cycle) % cycle < lengthB;
}

/** A daily window in minutes of the day. */
function dailySpan(window: string): Span {
  const [start = 0, end = 0] = window.split("-").map(minuteOfDay);
  return [start, (end - start + DAY_MINUTES) % DAY_MINUTES];
}

/** A weekly window in minutes of the week. */
function weeklySpan(window: string): Span {
  const [start = 0, end = 0] = window
    .split("-")
    .map(
      (moment) =>
        DAYS.findIndex((day) => moment.startsWith(day)) * DAY_MINUTES + minuteOfDay(moment.slice(4)),
    );
  return [start, (end - start + 7 * DAY_MINUTES) % (7 * DAY_MINUTES)];
}

/**
 * Reports windows that are too short, and a maintenance window which meets that of the backup.
 * @param backup name and value of the daily window
 * @param least minutes which AWS asks for
 */
export function checkWindows(
  report: (field: string, message: string) => void,
  [field, backup]: readonly [string, string],
  maintenance: string,
  least: number,
): void {
  const daily = dailySpan(backup);
  const weekly = weeklySpan(maintenance);
  if (daily[1] < least) report(field, `must be at least ${least} minutes long`);
  if (weekly[1] < least || weekly[1] > DAY_MINUTES) {
    report("maintenanceWindow", `must be at least ${least} minutes and at most 24 hours long`);
  } else if (meet([weekly[0] % DAY_MINUTES, weekly[1]], daily, DAY_MINUTES)) {
    report("maintenanceWindow", `must not overlap the ${field} ${backup}`);
  }
}

/** Whether a daily window comes nearer than an hour to a time of day, such as 21:00. */
export const isWithinAnHour = (window: string, time: string): boolean =>
  meet(dailySpan(window), [(minuteOfDay(time) - 60 + DAY_MINUTES) % DAY_MINUTES, 120], DAY_MINUTES);
