// Turns what the page measured into a list of problems, in words. Pure: no browser, no files.
// Limits: delivery rule "buffered ranges of video and audio both start within 1 ms of 0 and end within one frame of the
// declared duration".

const START_TOLERANCE = 0.001;
// Buffered ranges come as double seconds of microsecond ticks; this much is the browser's rounding, not the film's.
const ROUNDING = 0.0001;

// Half an AAC frame: sound that ends this far from what its playlist says shows its priming or hides its end.
const AAC_FRAME = 1024 / 48000;
const SOUND_TOLERANCE = AAC_FRAME / 2;

const seconds = (value) => `${Number(value).toFixed(3)} s`;
const size = ({ width, height } = {}) => `${width}x${height}`;

/** Problems of a whole report, in the order in which a person would look: requests, rungs, playing. */
export function judge(report) {
  const problems = report.badRequests.map((bad) => `request failed (${bad.why}): ${bad.url}`);
  problems.push(...report.pageErrors.map((message) => `the page failed: ${message}`));
  return [...problems, ...(report.kind === "file" ? judgeFile(report) : judgeStream(report))];
}

function judgeStream(report) {
  const problems = wordsOfErrors("opening", report.openingErrors);
  if (report.rungs.length === 0) problems.push("the multivariant playlist names no rung that this browser plays");
  for (const rung of report.rungs) problems.push(...judgeRung(rung));
  if (report.played) problems.push(...judgePlaying(report.played, report.rungs));
  return problems;
}

function judgeRung(rung) {
  const name = `rung ${rung.level}`;
  const frame = 1 / (rung.frameRate ?? 24);
  const problems = wordsOfErrors(name, rung.errors);
  if (rung.limit) problems.push(`${name}: ${rung.limit}`);
  if (!rung.frameRate) problems.push(`${name}: FRAME-RATE is not declared`);
  if (rung.decoded && size(rung.decoded) !== size(rung.declared)) {
    problems.push(`${name}: RESOLUTION declares ${size(rung.declared)}, the decoder gives ${size(rung.decoded)}`);
  }
  for (const [kind, ranges] of Object.entries(rung.buffered)) {
    problems.push(...judgeRanges(`${name}: ${kind}`, ranges, rung.duration, frame));
  }
  const soundEnd = rung.buffered.audio?.at(-1)?.[1];
  if (soundEnd !== undefined && Math.abs(soundEnd - rung.soundDuration) > SOUND_TOLERANCE) {
    problems.push(`${name}: sound ends at ${seconds(soundEnd)}, its playlist declares ${seconds(rung.soundDuration)}`);
  }
  if (!rung.buffered.video) problems.push(`${name}: no picture was buffered`);
  if (rung.soundDuration !== null && Math.abs(rung.soundDuration - rung.duration) > frame + AAC_FRAME) {
    problems.push(`${name}: sound lasts ${seconds(rung.soundDuration)}, picture ${seconds(rung.duration)} by their playlists`);
  }
  return [...problems, ...judgeSeeks(name, rung.seeks, frame)];
}

function judgeRanges(name, ranges, duration, frame) {
  if (ranges.length === 0) return [`${name} is empty`];
  const problems = [];
  const start = ranges[0][0];
  const end = ranges.at(-1)[1];
  if (ranges.length > 1) problems.push(`${name} has holes: ${JSON.stringify(ranges)}`);
  if (Math.abs(start) > START_TOLERANCE) problems.push(`${name} starts at ${seconds(start)}, not at 0`);
  if (Math.abs(end - duration) > frame + ROUNDING) {
    problems.push(`${name} ends at ${seconds(end)}, declared are ${seconds(duration)}`);
  }
  return problems;
}

function judgeSeeks(name, seeks, frame) {
  const problems = seeks
    .filter((seek) => Math.abs(seek.reached - seek.asked) > frame + ROUNDING)
    .map((seek) => `${name}: a seek to ${seconds(seek.asked)} reached ${seconds(seek.reached)}`);
  const end = seeks.find((seek) => seek.fraction === 1);
  if (end && !end.ended) problems.push(`${name}: a seek to the end did not end the film`);
  const pictures = new Set(seeks.map((seek) => JSON.stringify(seek.grid)));
  if (seeks.length > 1 && pictures.size === 1) problems.push(`${name}: the picture is the same after every seek`);
  return problems;
}

function judgePlaying(played, rungs) {
  const problems = wordsOfErrors("playing", played.errors);
  const { duration, frameRate } = rungs[0];
  if (played.limit) problems.push(`playing: ${played.limit}`);
  problems.push(...judgeEnd(played, duration, 1 / (frameRate ?? 24)));
  const shown = new Set(played.sizes.map(size));
  for (const rung of rungs) {
    if (rung.decoded && !shown.has(size(rung.decoded))) problems.push(`playing: rung ${rung.level} (${size(rung.decoded)}) was never shown`);
  }
  return problems;
}

function judgeEnd(played, duration, frame) {
  if (!played.ended) return [`playing stopped at ${seconds(played.endedAt)} and never ended`];
  if (Math.abs(played.endedAt - duration) <= frame + ROUNDING) return [];
  return [`playing ended at ${seconds(played.endedAt)}, declared are ${seconds(duration)}`];
}

function judgeFile(report) {
  const problems = wordsOfErrors("the file", report.errors);
  if (report.limit) problems.push(`the file: ${report.limit}`);
  if (report.errors.length === 0) problems.push(...judgeSeeks("the file", report.seeks, 1 / 24));
  if (report.played) problems.push(...judgeEnd(report.played, report.duration, 1 / 24));
  return problems;
}

function wordsOfErrors(where, errors = []) {
  return errors.map((error) => `${where}: ${error.fatal ? "fatal " : ""}${error.details} ${error.url ?? ""} ${error.reason}`.trim());
}
