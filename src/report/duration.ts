/** `0.4s`, `12s`, `3m 05s`, `1h 02m`. */
export function durationText(seconds: number): string {
  if (seconds < 10) {
    return `${Math.max(0, Math.round(seconds * 10) / 10)}s`;
  }
  const whole = Math.round(seconds);
  if (whole < 60) {
    return `${whole}s`;
  }
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? `${minutes}m ${twoDigits(whole % 60)}s`
    : `${Math.floor(minutes / 60)}h ${twoDigits(minutes % 60)}m`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
