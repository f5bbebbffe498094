// Reads an output folder with two independent parsers: mp4box.js for files and segments, hls-parser in strict mode for playlists.
//
//   node second_opinion.mjs FOLDER [--json]     problems in words, or everything that was read; exit code 1 for problems

import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { Log, MP4BoxBuffer, createFile } from "mp4box";
import HLS from "hls-parser";

/** Runs `read` and returns [result, warnings]: both parsers print what they dislike rather than returning it. */
function overheard(read) {
  const kept = { log: console.log, warn: console.warn, error: console.error, debug: console.debug };
  const heard = [];
  for (const name of ["warn", "error"]) console[name] = (...words) => heard.push(words.join(" "));
  for (const name of ["log", "debug"]) console[name] = () => {};
  try {
    return [read(), heard];
  } finally {
    Object.assign(console, kept);
  }
}

function filesUnder(folder) {
  return readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => statSync(join(folder, name)).isFile())
    .sort();
}

function parse(bytes) {
  const file = createFile(false);
  let info = null;
  let failure = null;
  file.onReady = (ready) => (info = ready);
  file.onError = (module, message) => (failure = `${module}: ${message}`);
  const [, warnings] = overheard(() => {
    const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
    file.appendBuffer(MP4BoxBuffer.fromArrayBuffer(buffer, 0));
    file.flush();
  });
  return { file, info, warnings: failure ? [...warnings, failure] : warnings };
}

/** Brands, boxes in order, and for each track its codec string, timescale, edits, colour and pixel shape. */
function readMp4(path) {
  const { file, info, warnings } = parse(readFileSync(path));
  return {
    warnings,
    boxes: file.boxes.map((box) => box.type),
    brands: file.ftyp ? [file.ftyp.major_brand, ...file.ftyp.compatible_brands] : [],
    fragmented: info?.isFragmented ?? null,
    tracks: (info?.tracks ?? []).map((track) => ({ ...trackFacts(track), ...trackBoxes(file.getTrackById(track.id)) })),
  };
}

function trackFacts(track) {
  return {
    type: track.type,
    codec: track.codec,
    language: track.language,
    timescale: track.timescale,
    samples: track.nb_samples,
    size: track.video ? { width: track.video.width, height: track.video.height } : null,
    sampleRate: track.audio?.sample_rate ?? null,
    channels: track.audio?.channel_count ?? null,
  };
}

function trackBoxes(trak) {
  const entry = trak.mdia.minf.stbl.stsd.entries[0];
  const edits = (trak.edts?.elst?.entries ?? []).map((edit) => ({
    duration: edit.segment_duration,
    mediaTime: edit.media_time,
    rate: edit.media_rate_integer,
  }));
  const { colr, pasp } = entry;
  return {
    edits,
    colour: colr ? [colr.colour_primaries, colr.transfer_characteristics, colr.matrix_coefficients, colr.full_range_flag] : null,
    pixelAspect: pasp ? [pasp.hSpacing, pasp.vSpacing] : null,
  };
}

/** One segment behind its init, as mp4box.js finds it: decode times of its fragments, its samples and how long each lasts, in ticks. */
function readSegment(init, path) {
  const { file, warnings } = parse(Buffer.concat([init, readFileSync(path)]));
  const [track] = file.moov?.traks ?? [];
  const samples = track ? file.getTrackSamplesInfo(track.tkhd.track_id) : [];
  const times = (file.moofs ?? []).map((moof) => moof.trafs[0].tfdt?.baseMediaDecodeTime ?? null);
  const firsts = times.map((_, at) => samples.find((sample) => sample.moof_number === at + 1));
  return { warnings, times, firsts, samples, track };
}

function readPlaylist(text) {
  HLS.setOptions({ strictMode: true, silent: false });
  try {
    const [playlist, warnings] = overheard(() => HLS.parse(text));
    return { playlist, warnings };
  } catch (refusal) {
    return { playlist: null, warnings: [refusal.message] };
  }
}

const playlistFacts = ({ playlist }) =>
  playlist?.isMasterPlaylist
    ? { kind: "multivariant", variants: playlist.variants.map(variantFacts) }
    : { kind: "media", targetDuration: playlist?.targetDuration, segments: (playlist?.segments ?? []).map((s) => ({ uri: s.uri, duration: s.duration })) };

function variantFacts(variant) {
  return {
    uri: variant.uri,
    bandwidth: variant.bandwidth,
    codecs: (variant.codecs ?? "").split(",").filter(Boolean),
    resolution: variant.resolution ?? null,
    frameRate: variant.frameRate ?? null,
    iFramesOnly: Boolean(variant.isIFrameOnly),
    media: ["audio", "video", "subtitles"].flatMap((type) => (variant[type] ?? []).map((rendition) => rendition.uri)),
  };
}

/** The init file of a media playlist, as a path inside the folder. */
function initOf(playlists, address) {
  const map = playlists[address]?.playlist?.segments?.[0]?.map;
  return map ? beside(address, map.uri) : null;
}

/** Whether a media playlist is of WebVTT, which has no init and need not stand in CODECS. */
const isText = (playlists, address) => /\.vtt$/.test(playlists[address]?.playlist?.segments?.[0]?.uri ?? "");

const beside = (from, uri) => normalize(join(dirname(from), decodeURIComponent(uri)));

// What mp4box.js leaves unread and says so: the font table of 3GPP timed text; QuickTime's chapters (reference, header and
// sample entry of their track) and Nero's; a cover in JPEG (metadata type 13).
const UNREAD = [
  "Unknown box type: 'ftab'",
  "Unknown track reference type: 'chap'",
  "Unknown box type: 'gmhd'",
  "Unknown sample entry type: 'text'",
  "Unknown box type: 'chpl'",
  "Unsupported or unimplemented itif data type: 13",
];

function judgeMp4(name, facts) {
  const told = facts.warnings.filter((warning) => !UNREAD.some((box) => warning.includes(box)));
  const problems = told.map((warning) => `${name}: mp4box.js says: ${warning}`);
  if (!facts.brands.length) problems.push(`${name}: there is no ftyp`);
  if (!facts.tracks.length) problems.push(`${name}: there is no track`);
  for (const track of facts.tracks) {
    if (track.edits.length !== 1) problems.push(`${name}: the ${track.type} track has ${track.edits.length} edits, not one`);
    if (track.edits.some((edit) => edit.mediaTime < 0)) problems.push(`${name}: the ${track.type} track starts with an empty edit`);
    if (track.edits.some((edit) => edit.rate !== 1)) problems.push(`${name}: an edit of the ${track.type} track changes speed`);
  }
  const order = facts.boxes;
  if (order.includes("mdat") && order.indexOf("moov") > order.indexOf("mdat")) problems.push(`${name}: moov stands behind mdat`);
  return problems;
}

/** CODECS of each variant against the codec strings in the inits of its renditions, in any order. */
function judgeCodecs(playlists, files) {
  const problems = [];
  for (const [name, read] of Object.entries(playlists)) {
    for (const variant of read.facts.variants ?? []) {
      const addresses = [variant.uri, ...variant.media].filter(Boolean).map((uri) => beside(name, uri)).filter((address) => !isText(playlists, address));
      const inits = addresses.map((address) => initOf(playlists, address));
      addresses.forEach((address, i) => inits[i] && files[inits[i]] ? null : problems.push(`${address}: names no init file that is there`));
      const found = inits.flatMap((init) => (files[init]?.tracks ?? []).map((track) => track.codec));
      const [declared, actual] = [variant.codecs, found].map((codecs) => [...new Set(codecs.map((c) => c.toLowerCase()))].sort().join(","));
      if (declared !== actual) problems.push(`${name}: CODECS of ${variant.uri} declares ${declared}, the init files hold ${actual}`);
    }
  }
  return problems;
}

/** Whether it is of segments that mp4box.js can read: whole files behind an init, in the clear. */
const isMedia = (playlist) =>
  Boolean(playlist?.segments?.length && !playlist.isIFrame) && playlist.segments.every((segment) => segment.map && !segment.byterange && !segment.key);

/** tfdt of each fragment against what came before it, and where segments end against EXTINF: to within a sample. */
function judgeSegments(name, playlist, init, paths) {
  const problems = [];
  let [media, listed] = [0, 0];
  paths.forEach((path, at) => {
    const { uri, duration } = playlist.segments[at];
    const found = readSegment(init, path);
    problems.push(...found.warnings.map((warning) => `${name}: mp4box.js says of ${uri}: ${warning}`));
    if (!found.samples.length) return problems.push(`${name}: mp4box.js finds no sample in ${uri}`);
    if (!found.samples[0].is_sync) problems.push(`${name}: ${uri} does not begin with a sync sample`);
    for (const sample of found.samples) {
      const fragment = found.firsts.indexOf(sample);
      if (fragment >= 0 && found.times[fragment] !== media) problems.push(`${name}: a tfdt of ${uri} is ${found.times[fragment]}, ${media} ticks came before it`);
      media += sample.duration;
    }
    listed += duration;
    const { timescale } = found.track.mdia.mdhd;
    const skipped = found.track.mdia.hdlr.handler === "soun" ? found.track.edts?.elst?.entries?.[0]?.media_time ?? 0 : 0;
    const apart = Math.abs(listed - (media - skipped) / timescale);
    if (apart > Math.max(...found.samples.map((sample) => sample.duration)) / timescale) problems.push(`${name}: by EXTINF ${uri} ends ${apart.toFixed(6)} s from where its samples do`);
  });
  return problems;
}

function judgeMedia(folder, playlists) {
  return Object.entries(playlists).flatMap(([name, { playlist }]) => {
    if (!isMedia(playlist)) return [];
    const paths = [initOf(playlists, name), ...playlist.segments.map((segment) => beside(name, segment.uri))].map((path) => join(folder, path));
    return paths.every((path) => existsSync(path)) ? judgeSegments(name, playlist, readFileSync(paths[0]), paths.slice(1)) : [];
  });
}

function judgeFilesThere(playlists, present) {
  const problems = [];
  for (const [name, read] of Object.entries(playlists)) {
    for (const segment of read.facts.segments ?? []) {
      if (!present.has(beside(name, segment.uri))) problems.push(`${name}: ${segment.uri} is missing`);
    }
  }
  return problems;
}

function opinionOf(folder) {
  const names = filesUnder(folder);
  const files = {};
  const playlists = {};
  for (const name of names) {
    if (name.endsWith(".mp4")) files[name] = readMp4(join(folder, name));
    if (!name.endsWith(".m3u8")) continue;
    const read = readPlaylist(readFileSync(join(folder, name), "utf-8"));
    playlists[name] = { ...read, facts: playlistFacts(read) };
  }
  const problems = Object.entries(files).flatMap(([name, facts]) => judgeMp4(name, facts));
  for (const [name, read] of Object.entries(playlists)) {
    problems.push(...read.warnings.map((warning) => `${name}: hls-parser says: ${warning}`));
  }
  problems.push(...judgeFilesThere(playlists, new Set(names)), ...judgeCodecs(playlists, files));
  problems.push(...judgeMedia(folder, playlists));
  const facts = Object.fromEntries(Object.entries(playlists).map(([name, read]) => [name, read.facts]));
  return { folder: relative(".", folder) || ".", files, playlists: facts, problems };
}

Log.setLogLevel(Log.warn);
const [folder, ...options] = process.argv.slice(2);
if (!folder) {
  console.error("usage: node second_opinion.mjs FOLDER [--json]");
  process.exitCode = 2;
} else {
  const opinion = opinionOf(folder);
  console.log(options.includes("--json") ? JSON.stringify(opinion, null, 1) : [`${opinion.problems.length} problems`, ...opinion.problems].join("\n"));
  process.exitCode = opinion.problems.length ? 1 : 0;
}
